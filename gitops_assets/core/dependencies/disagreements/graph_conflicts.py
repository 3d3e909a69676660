"""What is wrong with a graph as a whole: circles, and targets that are not here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from gitops_assets.core.dependencies.disagreements.statements import claim_order, enumerated, quoted
from gitops_assets.core.dependencies.graph.model import (
    Conflict,
    ConflictKind,
    DependencyGraph,
    Edge,
    VersionClaim,
)
from gitops_assets.core.text import display

OF_REPOSITORIES = "repository"
"""The ecosystem of a circle: its name is made of slugs."""


def cycle_conflicts(graph: DependencyGraph) -> Iterator[Conflict]:
    """One conflict for each circle, with the first edge between every two of its repositories as claims."""
    circle_of = {slug: nth for nth, cycle in enumerate(graph.cycles) for slug in cycle}
    inside: defaultdict[int, dict[tuple[str, str], Edge]] = defaultdict(dict)
    for edge in graph.edges:
        nth = circle_of.get(edge.source)
        if nth is not None and nth == circle_of.get(edge.target) and edge.source != edge.target:
            inside[nth].setdefault((edge.source, edge.target), edge)
    for nth, cycle in enumerate(graph.cycles):
        names = [display(slug) for slug in cycle]
        yield Conflict(
            name=" ".join(cycle),
            ecosystem=OF_REPOSITORIES,
            kind=ConflictKind.CYCLE,
            claims=_claims(inside[nth].values()),
            why=f"{len(names)} repositories depend on each other in a circle: {enumerated(names)}.",
        )


def missing_conflicts(graph: DependencyGraph) -> Iterator[Conflict]:
    """One conflict for each name whose repository was in the fleet, or should be, and is not here."""
    gone: defaultdict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        if edge.missing:
            gone[edge.ecosystem, edge.name, edge.target].append(edge)
    for (ecosystem, name, target), edges in sorted(gone.items()):
        yield Conflict(
            name=name,
            ecosystem=ecosystem,
            kind=ConflictKind.MISSING,
            claims=_claims(edges),
            why=f"{quoted(name)} comes from {display(target)}, which is not here.",
        )


def _claims(edges: Iterable[Edge]) -> tuple[VersionClaim, ...]:
    found = (
        VersionClaim(
            slug=edge.source,
            path=edge.path,
            line=edge.line,
            constraint=edge.constraint,
            resolved=edge.resolved,
        )
        for edge in edges
    )
    return tuple(sorted(dict.fromkeys(found), key=claim_order))
