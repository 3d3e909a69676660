"""The fleet's graph as values: who depends on whom, with the evidence, and what disagrees."""

from dataclasses import dataclass
from enum import StrEnum

from gitops_assets.core.dependencies.model import (
    SHARED_FILE,
    Confidence,
    Kind,
    Publication,
    RepositoryDependencies,
    Scope,
)

GRAPH_SCHEMA = "gitops-assets/graph/1"
IMPACT_SCHEMA = "gitops-assets/impact/1"
CONFLICTS_SCHEMA = "gitops-assets/conflicts/1"


class Level(StrEnum):
    """How much breaks when the target of an edge does, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}
_STAYS = frozenset((Scope.DEV, Scope.TEST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One repository as the graph needs to know it.

    ``urls`` are those of its remotes or of the inventory, by which other repositories name it. ``present`` is
    False for one that should be here and is not, or that was and is retired: it keeps what it last offered.
    """

    slug: str
    known: RepositoryDependencies
    urls: tuple[str, ...] = ()
    owner: str | None = None
    criticality: str | None = None
    present: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One repository of the graph.

    ``missing``: it is depended on and is not here (any more). ``dependents`` counts the repositories that
    depend on it directly (fan-in), ``centrality`` is its PageRank, 0 to 1, over all nodes; for both a
    file that two merely have in common counts nothing. ``publications`` is what it offers, and ``within``
    which of its folders that publish need which others of them (``("packages/cli", "packages/core")``):
    so it is known who meets a change below one folder.
    """

    slug: str
    missing: bool = False
    owner: str | None = None
    criticality: str | None = None
    dependents: int = 0
    dependencies: int = 0
    centrality: float = 0.0
    publications: tuple[Publication, ...] = ()
    within: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One dependency of ``source`` that leads to another repository of the fleet.

    ``missing``: the target is known and not here. ``last_validated`` is when the source was last read, epoch
    seconds.
    """

    source: str
    target: str
    kind: Kind
    ecosystem: str
    name: str
    path: str
    line: int
    scope: Scope
    constraint: str | None
    resolved: str | None
    confidence: Confidence
    level: Level
    last_validated: int
    missing: bool = False

    @property
    def carried(self) -> bool:
        """Whether whoever needs the source gets the target too: not what only developers or tests need."""
        return self.scope not in _STAYS

    @property
    def shared(self) -> bool:
        """Whether both merely have the same file: neither counts as depending on the other for it."""
        return self.ecosystem == SHARED_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyGraph:
    """Nodes sorted by slug, edges by source, target, path and line.

    ``cycles`` are the strongly connected components of two or more repositories; ``generations`` the order to
    release or update in (first what depends on nothing), a cycle's members side by side. Only carried edges
    count for both: a test runs against what was released before.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()
    generations: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a repository's files."""

    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependent:
    """One repository that breaks, over which way (``via``, from it to the changed one, both left out)."""

    slug: str
    distance: int
    via: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    level: Level
    confidence: Confidence
    owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Who breaks if ``repository`` changes; ``score`` 0 to 100 and ``why`` say how bad that is."""

    repository: str
    subject: str | None
    dependents: tuple[Dependent, ...]
    score: int
    why: tuple[str, ...]


class ConflictKind(StrEnum):
    """What disagrees, worst first."""

    CONFLICT = "conflict"
    """No version satisfies every claim."""
    BANNED = "banned"
    """The fleet forbids it."""
    UNPINNED = "unpinned"
    """The fleet demands an exact version."""
    RANGE = "range"
    """The fleet demands one and the same constraint."""
    RESOURCE = "resource"
    """The same port, volume, network, container name or image tag is claimed twice."""
    CYCLE = "cycle"
    """Repositories depend on each other in a circle."""
    MISSING = "missing"
    """The target was in the fleet and is not here any more."""
    SKEW = "skew"
    """Versions differ and are compatible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionClaim:
    """One place that says which version, or which resource, it wants."""

    slug: str
    path: str
    line: int
    constraint: str | None
    resolved: str | None = None
    scope: Scope = Scope.RUNTIME


@dataclass(frozen=True, slots=True)
class Proposal:
    """The version on which all can meet, and the claims that have to change for it, as they should read."""

    version: str
    bumps: tuple[VersionClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One name on which claims disagree; ``why`` is a sentence for people.

    ``breaks`` are the repositories that need claimants which exclude each other, at once and at runtime: for
    them there is no version to install. Where it is empty the disagreement breaks nothing today.
    """

    name: str
    ecosystem: str
    kind: ConflictKind
    claims: tuple[VersionClaim, ...]
    why: str
    proposal: Proposal | None = None
    breaks: tuple[str, ...] = ()
