"""All edges between two repositories as one arrow: what a person can still read."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gitops_assets.core.dependencies.graph.model import Edge, Level
from gitops_assets.core.dependencies.model import Confidence, Kind

COLOURS = {Level.CRITICAL: "#b91c1c", Level.HIGH: "#c2410c", Level.MEDIUM: "#525252", Level.LOW: "#a3a3a3"}
"""Of arrows, dark enough on white."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """Everything that one repository needs of another.

    ``level`` is the worst of all edges, ``first`` the one that says most: of that level, rather at runtime
    than in tests, highest up in the tree. ``guessed``: every edge is only inferred.
    """

    source: str
    target: str
    kinds: tuple[tuple[Kind, int], ...]
    level: Level
    first: Edge
    guessed: bool

    @property
    def label(self) -> str:
        """``package, 3 images``."""
        return ", ".join(kind if count == 1 else f"{count} {_plural(kind)}" for kind, count in self.kinds)


def arrows(edges: Iterable[Edge]) -> list[Arrow]:
    """One arrow for each two repositories, sorted by source and target."""
    between: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        between[edge.source, edge.target].append(edge)
    return [_arrow(edges) for _, edges in sorted(between.items())]


def _arrow(edges: list[Edge]) -> Arrow:
    counts = Counter(edge.kind for edge in edges)
    worst = min(edges, key=_telling)
    return Arrow(
        source=worst.source,
        target=worst.target,
        kinds=tuple((kind, counts[kind]) for kind in Kind if counts[kind]),
        level=worst.level,
        first=worst,
        guessed=all(edge.confidence is Confidence.INFERRED for edge in edges),
    )


def _telling(edge: Edge) -> tuple[int, bool, int, str, int]:
    return edge.level.rank, not edge.carried, edge.path.count("/"), edge.path, edge.line


def _plural(kind: Kind) -> str:
    return kind if kind is Kind.DATA else f"{kind}s"
