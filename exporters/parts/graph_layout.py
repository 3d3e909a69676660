"""Where a graph's nodes and lines stand in a picture: one column a generation, lines between the names.

Columns and their order come from :mod:`exporters.parts.graph_layers`, heights from
:mod:`exporters.parts.graph_rows`. The same graph gives the same picture.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile

from exporters.parts.graph_layers import Layers, Pair, Stop, layers
from exporters.parts.graph_rows import ROW, heights
from exporters.parts.text import clip
from gitops_assets.core.dependencies.graph.model import DependencyGraph, Edge, Level, Node
from gitops_assets.core.dependencies.model import Kind
from gitops_assets.core.text import display

LIMIT = 120
"""Repositories in one picture: more cannot be read; those with most edges are shown."""

GAP, MARGIN, LONGEST = 84, 16, 32
"""Between columns, around the picture, characters of a name."""

_LETTER, _PADDING, _TIP = 7, 22, 7
_HEIGHT = ROW - 8
_WEIGHTS = {Level.CRITICAL: 8, Level.HIGH: 4, Level.MEDIUM: 2, Level.LOW: 1}


@dataclass(frozen=True, slots=True)
class Box:
    """A node's place, ``x`` and ``y`` being its left upper corner; ``label`` is what of its name is shown."""

    node: Node
    label: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Curve:
    """All edges from one repository to another as one line; ``way`` is an SVG path, ``level`` the worst.

    ``back``: it closes a circle, and leads to the right.
    """

    source: int
    target: int
    way: str
    level: Level
    edges: tuple[Edge, ...]
    back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Boxes in the order of their slugs, curves naming them by position; ``left_out`` nodes are not shown.

    ``owner`` is what all names begin with, where they do; labels leave it out.
    """

    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    width: int
    height: int
    left_out: int
    owner: str
    kinds: tuple[Kind, ...]


def picture(graph: DependencyGraph) -> Picture:
    """The part of the graph that has edges, cut to the :data:`LIMIT` repositories that have most."""
    joined = [node for node in graph.nodes if node.dependents + node.dependencies]
    by_weight = sorted(joined, key=lambda node: (-(node.dependents + node.dependencies), node.slug))
    chosen = {node.slug: node for node in by_weight[:LIMIT]}
    pairs = _pairs(graph.edges, chosen)
    shown = [chosen[slug] for slug in sorted({slug for pair in pairs for slug in pair})]
    owner = _owner([node.slug for node in shown])
    drawn = layers([node.slug for node in shown], {pair: _weight(edges) for pair, edges in pairs.items()})
    grid = _grid(drawn, {node.slug: _label(node, owner) for node in shown})
    return Picture(
        boxes=tuple(grid.box(node) for node in shown),
        curves=_curves(pairs, grid, {node.slug: nth for nth, node in enumerate(shown)}),
        width=grid.right,
        height=grid.bottom,
        left_out=len(joined) - len(shown),
        owner=owner,
        kinds=tuple(kind for kind in Kind if any(kind in _kinds(edges) for edges in pairs.values())),
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    """Left and right side of every column, and the middle of everything that stands in one."""

    drawn: Layers
    labels: Mapping[str, str]
    sides: Mapping[Stop, tuple[int, int]]
    middle: Mapping[Stop, int]
    right: int
    bottom: int

    def box(self, node: Node) -> Box:
        """Where a node stands."""
        left, right = self.sides[node.slug]
        y = self.middle[node.slug] - _HEIGHT // 2
        return Box(node, self.labels[node.slug], left, y, right - left, _HEIGHT)

    def path(self, pair: Pair) -> str:
        """The way of a line: straight through columns, bent between them."""
        way, back = self.drawn.ways[pair], pair in self.drawn.back
        out, into = (1, 0) if back else (0, 1)
        steps = [f"M{self.sides[way[0]][out]} {self.middle[way[0]]}"]
        for one, other in pairwise(way):
            x, y, y_before = self.sides[other][into], self.middle[other], self.middle[one]
            if other is way[-1]:
                x += -_TIP if back else _TIP
            bend = (self.sides[one][out] + x) // 2
            steps.append(f"C{bend} {y_before} {bend} {y} {x} {y}")
            if other is not way[-1]:
                steps.append(f"H{self.sides[other][out]}")
        return "".join(steps)


def _grid(drawn: Layers, labels: Mapping[str, str]) -> _Grid:
    sides: dict[Stop, tuple[int, int]] = {}
    left = MARGIN
    for column in drawn.columns:
        width = max((_breadth(labels[stop]) for stop in column if isinstance(stop, str)), default=0)
        sides |= dict.fromkeys(column, (left, left + width))
        left += width + GAP
    middle = {stop: round(height) + MARGIN for stop, height in heights(drawn).items()}
    bottom = max(middle.values(), default=0) + ROW // 2 + MARGIN
    return _Grid(drawn, labels, sides, middle, left - GAP + MARGIN, bottom)


def _pairs(edges: Iterable[Edge], chosen: Mapping[str, Node]) -> dict[Pair, tuple[Edge, ...]]:
    inside = [edge for edge in edges if edge.source in chosen and edge.target in chosen]
    inside = [edge for edge in inside if edge.source != edge.target]
    inside.sort(key=lambda edge: (edge.source, edge.target, edge.level.rank, edge.path, edge.line))
    return {pair: tuple(group) for pair, group in groupby(inside, lambda edge: (edge.source, edge.target))}


def _curves(
    pairs: Mapping[Pair, tuple[Edge, ...]], grid: _Grid, order: Mapping[str, int]
) -> tuple[Curve, ...]:
    return tuple(
        Curve(
            source=order[source],
            target=order[target],
            way=grid.path((source, target)),
            level=edges[0].level,
            edges=edges,
            back=(source, target) in grid.drawn.back,
        )
        for (source, target), edges in pairs.items()
    )


def _weight(edges: tuple[Edge, ...]) -> int:
    """What only developers or tests need turns around first, as it does in the order to release."""
    return _WEIGHTS[edges[0].level] * (16 if any(edge.carried for edge in edges) else 1)


def _kinds(edges: tuple[Edge, ...]) -> set[Kind]:
    return {edge.kind for edge in edges}


def _owner(slugs: Sequence[str]) -> str:
    """The folders that all slugs begin with."""
    folders = zip(*(slug.split("/")[:-1] for slug in slugs), strict=False)
    shared = [each[0] for each in takewhile(lambda level: len(set(level)) == 1, folders)]
    return "".join(f"{folder}/" for folder in shared)


def _label(node: Node, owner: str) -> str:
    name = clip(display(node.slug.removeprefix(owner)), LONGEST)
    return f"{name} (missing)" if node.missing else name


def _breadth(label: str) -> int:
    """About as wide as the label is in a common font, its padding and a count of dependents included."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in label)
    return (len(label) + wide + 4) * _LETTER + _PADDING
