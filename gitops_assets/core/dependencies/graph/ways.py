"""The ways along which a change reaches others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gitops_assets.core.dependencies.graph.model import Edge, Level
from gitops_assets.core.dependencies.graph.narrowing import reached
from gitops_assets.core.dependencies.model import Confidence

_SURENESS = {each: rank for rank, each in enumerate(Confidence)}

Incoming = Mapping[str, Mapping[str, Edge]]
"""By target, then by source: the strongest edge between the two."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Way:
    """The way from a dependent to what changed: its own edge, and the way of the next one.

    ``weakest`` and ``sureness`` are the ranks of the weakest link's level and confidence.
    """

    edge: Edge
    onward: "Way | None"
    weakest: int
    sureness: int

    @property
    def edges(self) -> tuple[Edge, ...]:
        """All edges, the dependent's own first."""
        return tuple(self._walk())

    @property
    def confidence(self) -> Confidence:
        """That of the least sure link."""
        return list(Confidence)[self.sureness]

    @property
    def rank(self) -> tuple[int, int, str]:
        """Sort key: the best of equally long ways first, whatever the order of edges."""
        return self.weakest, self.sureness, self.edge.target

    def _walk(self) -> Iterator[Edge]:
        way: Way | None = self
        while way is not None:
            yield way.edge
            way = way.onward


def strongest(edges: Iterable[Edge]) -> Incoming:
    """Of all edges between two repositories the worst, then a carried one, the surest, highest up."""
    found: dict[str, dict[str, Edge]] = defaultdict(dict)
    for edge in edges:
        known = found[edge.target].get(edge.source)
        if known is None or _strength(edge) < _strength(known):
            found[edge.target][edge.source] = edge
    return found


def shortest_ways(incoming: Incoming, start: str, depth: int | None) -> dict[str, Way]:
    """Every repository that leads to the start in at most ``depth`` steps, with its way: breadth first.

    Of a way only the first edge, the dependent's own, may be one that is not carried.
    """
    ways: dict[str, Way] = {}
    carried: dict[str, Way] = {}
    fresh: Mapping[str, Way | None] = {start: None}
    steps = 0
    while fresh and (depth is None or steps < depth):
        layer: dict[str, Way] = {}
        onward: dict[str, Way] = {}
        for way in _steps(incoming, fresh):
            if way.edge.source != start:
                _offer(way, layer, ways)
                if way.edge.carried:
                    _offer(way, onward, carried)
        ways |= layer
        carried |= onward
        fresh, steps = onward, steps + 1
    return ways


def strongest_levels(incoming: Incoming, start: str, depth: int | None) -> dict[str, Level]:
    """For every repository the level of the weakest link of its strongest way to the start."""
    found: dict[str, Level] = {}
    for limit in Level:
        strong = [
            edge
            for sources in incoming.values()
            for edge in sources.values()
            if edge.level.rank <= limit.rank
        ]
        onward = ((edge.target, edge.source) for edge in strong if edge.carried)
        inside = {start, *reached(onward, start, None if depth is None else depth - 1)}
        for edge in strong:
            if edge.target in inside:
                found.setdefault(edge.source, limit)
    found.pop(start, None)
    return found


def _offer(way: Way, layer: dict[str, Way], known: Mapping[str, Way]) -> None:
    """Take the way for its source, unless a shorter or a better one is known."""
    source = way.edge.source
    if source not in known:
        layer[source] = min(way, layer.get(source, way), key=lambda each: each.rank)


def _steps(incoming: Incoming, fresh: Mapping[str, Way | None]) -> Iterator[Way]:
    """One step back from each of these, over every edge that leads to it."""
    for target, onward in fresh.items():
        for edge in incoming.get(target, {}).values():
            level, sureness = edge.level.rank, _SURENESS[edge.confidence]
            if onward is not None:
                level, sureness = max(level, onward.weakest), max(sureness, onward.sureness)
            yield Way(edge, onward, level, sureness)


def _strength(edge: Edge) -> tuple[int, bool, int, int, str, int]:
    sureness, depth = _SURENESS[edge.confidence], edge.path.count("/")
    return edge.level.rank, not edge.carried, sureness, depth, edge.path, edge.line
