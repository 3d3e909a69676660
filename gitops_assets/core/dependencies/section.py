"""What a report tells of dependencies, and how much of it there is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, DependencyGraph
from gitops_assets.core.dependencies.inventory import Technology, Used
from gitops_assets.core.dependencies.model import Skipped


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """One file of one repository that gave no rows."""

    slug: str
    skipped: Skipped


@dataclass(frozen=True, slots=True)
class Unread:
    """A repository whose dependencies could not be read now; what is shown of it was known before."""

    slug: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencySection:
    """The fleet's graph, what disagrees, what is in use, and what could not be read. All are sorted."""

    graph: DependencyGraph = field(default_factory=DependencyGraph)
    conflicts: tuple[Conflict, ...] = ()
    packages: tuple[Used, ...] = ()
    technologies: tuple[Technology, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyCounts:
    """The counts that every format shows.

    ``repositories`` need something from elsewhere, ``packages`` is what they need, ``pairs`` how often one
    repository of the fleet depends on another, for which ``edges`` are the places that say so. ``conflicts``
    holds only the kinds that occur, worst first.
    """

    repositories: int
    packages: int
    pairs: int
    edges: int
    cycles: int
    conflicts: Mapping[ConflictKind, int]
    skipped: int
    unread: int


@dataclass(frozen=True, slots=True)
class Share:
    """One repository's part: things it needs, repositories that depend on it, what it disagrees on.

    ``conflicts`` leaves out skew, which is compatible. None where the repository was not read.
    """

    dependencies: int | None
    dependents: int | None
    conflicts: int | None
    skipped: int | None


UNSEEN = Share(None, None, None, None)


def counted(section: DependencySection) -> DependencyCounts:
    """Count once for all formats."""
    kinds = Counter(conflict.kind for conflict in section.conflicts)
    return DependencyCounts(
        repositories=len({slug for used in section.packages for slug in used.repositories}),
        packages=len(section.packages),
        pairs=len({(edge.source, edge.target) for edge in section.graph.edges}),
        edges=len(section.graph.edges),
        cycles=len(section.graph.cycles),
        conflicts={kind: kinds[kind] for kind in ConflictKind if kinds[kind]},
        skipped=len(section.skipped),
        unread=len(section.unread),
    )


def shares(section: DependencySection) -> Mapping[str, Share]:
    """The part of every repository of the graph; of one that was not read only its dependents are known."""
    unread = {node.slug for node in section.graph.nodes if node.missing}
    unread |= {each.slug for each in section.unread}
    needed = Counter(slug for used in section.packages for slug in used.repositories)
    disputes = Counter(slug for conflict in section.conflicts for slug in _at_odds(conflict))
    skipped = Counter(each.slug for each in section.skipped)
    return {
        node.slug: Share(None, node.dependents, None, None)
        if node.slug in unread
        else Share(needed[node.slug], node.dependents, disputes[node.slug], skipped[node.slug])
        for node in section.graph.nodes
    }


def _at_odds(conflict: Conflict) -> Iterable[str]:
    return () if conflict.kind is ConflictKind.SKEW else {claim.slug for claim in conflict.claims}
