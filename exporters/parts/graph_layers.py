"""In which column each node of a graph stands, and in which order: a layered drawing.

Source: Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures"
(1981). Circles are opened as by Eades, Lin and Smyth, "A fast and effective heuristic for the feedback arc
set problem" (1993). No randomness: the same graph gives the same columns.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Pair = tuple[str, str]

_SWEEPS = 8


@dataclass(frozen=True, slots=True, order=True)
class Trunk:
    """Where the lines to one node cross a column on their way: they do it together."""

    to: str
    column: int
    back: bool = False


Stop = str | Trunk
"""What stands in a column: a node, or where lines cross it."""


@dataclass(frozen=True, slots=True)
class Layers:
    """Columns from left, what depends on nothing first, each from above; the way of each line through them.

    A way begins at the line's source. ``back`` lines lead to the right: they close a circle.
    """

    columns: tuple[tuple[Stop, ...], ...]
    ways: Mapping[Pair, tuple[Stop, ...]]
    back: frozenset[Pair]


def layers(nodes: Iterable[str], weights: Mapping[Pair, int]) -> Layers:
    """Columns for nodes and lines; where a circle has to be opened, the lines of least weight turn around."""
    listed = sorted(nodes)
    place = {node: nth for nth, node in enumerate(_sequence(listed, weights))}
    back = frozenset(pair for pair in weights if place[pair[0]] > place[pair[1]])
    forward = {pair[::-1] if pair in back else pair for pair in weights}
    column = _columns(sorted(listed, key=place.__getitem__, reverse=True), forward)
    ways = {pair: _way(pair, column, back=pair in back) for pair in sorted(weights)}
    return Layers(_ordered(listed, column, ways), ways, back)


def _sequence(nodes: Sequence[str], weights: Mapping[Pair, int]) -> list[str]:
    """The nodes so that as much weight as possible leads from earlier to later ones."""
    after: defaultdict[str, dict[str, int]] = defaultdict(dict)
    before: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (source, target), weight in weights.items():
        after[source][target] = before[target][source] = weight
    left, first, last = list(nodes), list[str](), list[str]()
    while left:
        ends = [node for node in left if not after[node]]
        starts = [node for node in left if node not in ends and not before[node]]
        taken = (
            ends
            or starts
            or [max(left, key=lambda each: sum(after[each].values()) - sum(before[each].values()))]
        )
        (last if ends else first).extend(taken)
        for node in taken:
            left.remove(node)
            for other in after.pop(node, {}):
                del before[other][node]
            for other in before.pop(node, {}):
                del after[other][node]
    return first + last[::-1]


def _columns(nodes: Iterable[str], pairs: Iterable[Pair]) -> dict[str, int]:
    """One column right of the rightmost that a node depends on; ``nodes`` come after all of those."""
    needs: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        needs[source].append(target)
    column: dict[str, int] = {}
    for node in nodes:
        column[node] = 1 + max((column[other] for other in needs[node]), default=-1)
    return column


def _way(pair: Pair, column: Mapping[str, int], *, back: bool) -> tuple[Stop, ...]:
    source, target = pair
    step = 1 if back else -1
    crossed = range(column[source] + step, column[target], step)
    return source, *(Trunk(target, each, back) for each in crossed), target


def _ordered(
    nodes: Iterable[str], column: Mapping[str, int], ways: Mapping[Pair, Sequence[Stop]]
) -> tuple[tuple[Stop, ...], ...]:
    """Every column ordered by the middle of each stop's neighbours, back and forth a few times."""
    near = neighbours(ways.values())
    columns: list[list[Stop]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for node in nodes:
        columns[column[node]].append(node)
    for stop in dict.fromkeys(stop for way in ways.values() for stop in way if isinstance(stop, Trunk)):
        columns[stop.column].append(stop)
    for sweep in range(_SWEEPS):
        there = range(len(columns)) if sweep % 2 == 0 else range(len(columns) - 1, -1, -1)
        for nth in there:
            _sort(columns, nth, near)
    return tuple(map(tuple, columns))


def neighbours(ways: Iterable[Sequence[Stop]]) -> Mapping[Stop, Sequence[Stop]]:
    """What stands at the other end of each stop's lines, each once."""
    near: defaultdict[Stop, dict[Stop, None]] = defaultdict(dict)
    for way in ways:
        for one, other in pairwise(way):
            near[one][other] = near[other][one] = None
    return {stop: tuple(others) for stop, others in near.items()}


def _sort(columns: list[list[Stop]], nth: int, near: Mapping[Stop, Sequence[Stop]]) -> None:
    """Both sides count alike, however many stops stand in either column."""
    row = {
        stop: (place + 0.5) / len(columns[each])
        for each in (nth - 1, nth + 1)
        if 0 <= each < len(columns)
        for place, stop in enumerate(columns[each])
    }
    middle = {
        stop: _mean([row[other] for other in near.get(stop, ())], (place + 0.5) / len(columns[nth]))
        for place, stop in enumerate(columns[nth])
    }
    columns[nth].sort(key=middle.__getitem__)


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
