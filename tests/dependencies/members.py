"""Made members of a fleet, for everything that is about the graph."""

from collections.abc import Iterable

from gitops_assets.core.dependencies.graph.model import DependencyGraph, Edge, Member
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Kind,
    Publication,
    RepositoryDependencies,
    Scope,
)

SEEN = 1_772_366_400
"""2026-03-01T12:00:00Z."""


def need(
    name: str,
    ecosystem: str = "npm",
    path: str = "package.json",
    line: int = 3,
    scope: Scope = Scope.RUNTIME,
    *,
    kind: Kind = Kind.PACKAGE,
    constraint: str | None = "^1.0",
    resolved: str | None = None,
    confidence: Confidence = Confidence.DECLARED,
    url: str | None = None,
    local: str | None = None,
) -> Dependency:
    return Dependency(
        kind=kind,
        ecosystem=ecosystem,
        name=name,
        path=path,
        line=line,
        scope=scope,
        constraint=constraint,
        resolved=resolved,
        confidence=confidence,
        url=url,
        local=local,
    )


def offer(
    name: str,
    ecosystem: str = "npm",
    path: str = "package.json",
    *,
    kind: Kind = Kind.PACKAGE,
    confidence: Confidence = Confidence.DECLARED,
) -> Publication:
    return Publication(kind=kind, ecosystem=ecosystem, name=name, path=path, line=2, confidence=confidence)


def member(
    slug: str,
    needs: Iterable[Dependency | str] = (),
    offers: Iterable[Publication | str] = (),
    urls: Iterable[str] = (),
    *,
    owner: str | None = None,
    criticality: str | None = None,
    present: bool = True,
) -> Member:
    """A member; a plain text is an npm package by that name."""
    return Member(
        slug=slug,
        known=RepositoryDependencies(
            slug=slug,
            seen=SEEN,
            dependencies=tuple(need(each) if isinstance(each, str) else each for each in needs),
            publications=tuple(offer(each) if isinstance(each, str) else each for each in offers),
        ),
        urls=tuple(urls),
        owner=owner,
        criticality=criticality,
        present=present,
    )


def chain(*slugs: str) -> list[Member]:
    """Each needs the next one."""
    return [
        member(slug, needs=[f"@x/{after}"] if after else [], offers=[f"@x/{slug}"])
        for slug, after in zip(slugs, (*slugs[1:], ""), strict=True)
    ]


def pairs(graph: DependencyGraph) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in graph.edges]


def edge_of(graph: DependencyGraph, source: str) -> Edge:
    (found,) = (edge for edge in graph.edges if edge.source == source)
    return found
