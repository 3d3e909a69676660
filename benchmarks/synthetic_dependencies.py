"""What made-up repositories depend on: packages that many share, some of their own, and disagreements."""

from collections.abc import Iterator

from benchmarks.synthetic_repository import Fleet, Repository
from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, Edge, Level, VersionClaim
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Kind,
    Publication,
    RepositoryDependencies,
    Scope,
)
from resources.store.dependencies import Scan

PACKAGES = 300
NEEDED = 24
"""Dependencies of one repository on what others made."""
LIBRARY = 20
"""Every so many-th repository offers a package that others of the fleet need."""
DISAGREEMENTS = 30
CLAIMS = 50

_KINDS = ((Kind.PACKAGE, "pypi"), (Kind.PACKAGE, "npm"), (Kind.IMAGE, "docker"), (Kind.ACTION, "github"))


def scan(of: Repository) -> Scan:
    """What reading it last found."""
    offered = (_offer(of.index),) if of.index % LIBRARY == 0 else ()
    known = RepositoryDependencies(
        slug=of.slug,
        commit=of.head(of.moves[-1]),
        dependencies=(*_needs(of.index), *(_internal(n) for n in _libraries(of.fleet, of.index))),
        publications=offered,
    )
    return Scan(known=known, analysis="a")


def edges(fleet: Fleet) -> Iterator[Edge]:
    """Which repository needs which other."""
    for index in range(fleet.repositories):
        for library in _libraries(fleet, index):
            need = _internal(library)
            yield Edge(
                source=slug(index),
                target=slug(library),
                kind=need.kind,
                ecosystem=need.ecosystem,
                name=need.name,
                path=need.path,
                line=need.line,
                scope=need.scope,
                constraint=need.constraint,
                resolved=need.resolved,
                confidence=need.confidence,
                level=tuple(Level)[index % 4],
                last_validated=0,
            )


def conflicts(fleet: Fleet) -> Iterator[Conflict]:
    """On what some of them disagree."""
    for number in range(min(DISAGREEMENTS, fleet.repositories // 2)):
        who = range(number % fleet.repositories, fleet.repositories, 7)[:CLAIMS]
        kind, ecosystem = _KINDS[number % 2]
        yield Conflict(
            name=f"library-{number}",
            ecosystem=ecosystem,
            kind=ConflictKind.CONFLICT if number % 3 == 0 else ConflictKind.SKEW,
            claims=tuple(_claim(n, number) for n in who),
            why=f"{len(who)} repositories want different versions of this {kind}.",
        )


def _claim(index: int, number: int) -> VersionClaim:
    version = f"{index % 5}.0"
    return VersionClaim(
        slug=slug(index),
        path="requirements.txt",
        line=1 + number,
        constraint=f"=={version}",
        resolved=version,
    )


def slug(index: int) -> str:
    """The name of the repository of that number."""
    return f"group-{index % 40:02}/service-{index:05}"


def _needs(index: int) -> Iterator[Dependency]:
    for n in range(NEEDED):
        number = (index * 7 + n * n * 3) % PACKAGES
        kind, ecosystem = _KINDS[number % len(_KINDS)]
        version = f"{number % 5}.{(index + n) % 6}.0"
        yield Dependency(
            kind=kind,
            ecosystem=ecosystem,
            name=f"library-{number}",
            path=f"manifest-{ecosystem}",
            line=1 + n,
            scope=tuple(Scope)[n % len(Scope)],
            constraint=f">={version}",
            resolved=version if n % 4 else None,
            confidence=Confidence.RESOLVED if n % 4 else Confidence.DECLARED,
            extractor="synthetic",
        )


def _libraries(fleet: Fleet, index: int) -> Iterator[int]:
    """Older ones of the fleet, so that nobody depends on itself and there is no circle."""
    near = {index // part // LIBRARY * LIBRARY for part in (2, 3)}
    return (library for library in sorted(near) if library < min(index, fleet.repositories))


def _internal(library: int) -> Dependency:
    return Dependency(
        kind=Kind.PACKAGE,
        ecosystem="pypi",
        name=f"acme-{library:05}",
        path="pyproject.toml",
        line=1 + library % 90,
        constraint=">=1.0",
        extractor="synthetic",
    )


def _offer(index: int) -> Publication:
    return Publication(
        kind=Kind.PACKAGE,
        ecosystem="pypi",
        name=f"acme-{index:05}",
        path="pyproject.toml",
        line=2,
        version="1.2.0",
        extractor="synthetic",
    )
