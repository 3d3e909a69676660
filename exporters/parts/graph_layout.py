"""Where a graph's nodes and edges stand in a picture: one column a generation, few crossings, no chance.

The layered drawing of Sugiyama, Tagawa and Toda (1981): what depends on nothing stands left, and every node
near the middle of its neighbours in the column before. No randomness: the same graph gives the same picture.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt

from gitops_assets.core.dependencies.graph_model import DependencyGraph, Edge, Level, Node
from gitops_assets.core.dependencies.model import Kind

LIMIT = 120
"""Repositories in one picture: more cannot be read; those with most edges are shown."""

COLUMN, ROW, MARGIN = 250, 26, 20
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """A node's place; ``radius`` grows with the number of its dependents."""

    node: Node
    x: int
    y: int
    radius: float


@dataclass(frozen=True, slots=True)
class Curve:
    """All edges from one repository to another as one line; ``way`` is an SVG path, ``level`` the worst."""

    source: int
    target: int
    way: str
    level: Level
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Dots in the order of their slugs, curves naming them by position; ``left_out`` nodes are not shown."""

    dots: tuple[Dot, ...]
    curves: tuple[Curve, ...]
    width: int
    height: int
    left_out: int
    kinds: tuple[Kind, ...] = ()


def picture(graph: DependencyGraph) -> Picture:
    """The part of the graph that has edges, cut to the :data:`LIMIT` repositories that have most."""
    joined = [node for node in graph.nodes if node.dependents + node.dependencies]
    by_weight = sorted(joined, key=lambda node: (-(node.dependents + node.dependencies), node.slug))
    shown = {node.slug: node for node in sorted(by_weight[:LIMIT], key=lambda node: node.slug)}
    pairs = _pairs(graph.edges, shown)
    columns = _columns(graph.generations, shown)
    _untangle(columns, pairs)
    tallest = max((len(column) for column in columns), default=0)
    places = {
        slug: (MARGIN + nth * COLUMN, MARGIN + int((row + (tallest - len(column)) / 2) * ROW))
        for nth, column in enumerate(columns)
        for row, slug in enumerate(column)
    }
    order = {slug: nth for nth, slug in enumerate(shown)}
    return Picture(
        dots=tuple(
            Dot(node, *places[slug], round(4 + sqrt(node.dependents), 1)) for slug, node in shown.items()
        ),
        curves=tuple(_curve(order, places, edges) for _, edges in sorted(pairs.items())),
        width=2 * MARGIN + max(1, len(columns)) * COLUMN,
        height=2 * MARGIN + max(1, tallest) * ROW,
        left_out=len(joined) - len(shown),
        kinds=tuple(
            kind for kind in Kind if any(edge.kind is kind for edges in pairs.values() for edge in edges)
        ),
    )


Pair = tuple[str, str]


def _pairs(edges: Iterable[Edge], shown: Mapping[str, Node]) -> dict[Pair, tuple[Edge, ...]]:
    inside = [edge for edge in edges if edge.source in shown and edge.target in shown]
    inside.sort(key=lambda edge: (edge.source, edge.target, edge.level.rank, edge.path, edge.line))
    return {pair: tuple(group) for pair, group in groupby(inside, lambda edge: (edge.source, edge.target))}


def _columns(generations: Sequence[Sequence[str]], shown: Mapping[str, Node]) -> list[list[str]]:
    placed = [[slug for slug in generation if slug in shown] for generation in generations]
    known = {slug for column in placed for slug in column}
    rest = [slug for slug in shown if slug not in known]
    return [column for column in (*placed, rest) if column]


def _untangle(columns: list[list[str]], pairs: Iterable[Pair]) -> None:
    """Order every column by the middle of each node's neighbours, back and forth a few times."""
    near: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        near[source].append(target)
        near[target].append(source)
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            rows = {slug: row / len(each) for each in columns for row, slug in enumerate(each)}
            middle = {
                slug: sum(rows[other] for other in near[slug]) / len(near[slug]) if near[slug] else rows[slug]
                for slug in column
            }
            column.sort(key=lambda slug: (middle[slug], slug))


def _curve(order: Mapping[str, int], places: Mapping[str, tuple[int, int]], edges: tuple[Edge, ...]) -> Curve:
    first = edges[0]
    (x1, y1), (x2, y2) = places[first.source], places[first.target]
    bend = COLUMN // 2 if x1 == x2 else (x1 - x2) // 2
    near, far = (x1 - bend, x2 + bend) if x1 != x2 else (x1 - bend, x2 - bend)
    way = f"M{x1} {y1}C{near} {y1} {far} {y2} {x2} {y2}"
    return Curve(order[first.source], order[first.target], way, first.level, edges)
