"""A part of a graph: only some kinds of edges, or what lies around one repository."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from gitops_assets.core.dependencies.graph.build import connected
from gitops_assets.core.dependencies.graph.model import DependencyGraph
from gitops_assets.core.dependencies.graph.structure import Pair
from gitops_assets.core.dependencies.model import Kind


def of_kinds(graph: DependencyGraph, kinds: Collection[Kind]) -> DependencyGraph:
    """The graph of these kinds of edges alone: counts, circles and order are theirs.

    Levels stay: they say what breaks, whatever one looks at. Who is missing stays only while depended on.
    """
    edges = [edge for edge in graph.edges if edge.kind in kinds]
    targets = {edge.target for edge in edges}
    return connected((node for node in graph.nodes if not node.missing or node.slug in targets), edges)


def around(graph: DependencyGraph, slug: str, depth: int | None = None) -> DependencyGraph:
    """What a repository depends on and what depends on it, over at most ``depth`` steps each way.

    Nodes keep what is true of them in the whole graph; circles are those that lie inside as a whole.
    """
    pairs = {(edge.source, edge.target) for edge in graph.edges}
    back = {(target, source) for source, target in pairs}
    kept = reached(pairs, slug, depth) | reached(back, slug, depth) | {slug}
    return replace(
        graph,
        nodes=tuple(node for node in graph.nodes if node.slug in kept),
        edges=tuple(edge for edge in graph.edges if edge.source in kept and edge.target in kept),
        cycles=tuple(cycle for cycle in graph.cycles if kept.issuperset(cycle)),
        generations=tuple(
            inside
            for generation in graph.generations
            if (inside := tuple(each for each in generation if each in kept))
        ),
    )


def reached(pairs: Iterable[Pair], start: str, depth: int | None = None) -> set[str]:
    """Everything that can be reached along these pairs in at most ``depth`` steps, the start not counted."""
    heads: Mapping[str, list[str]] = defaultdict(list)
    for tail, head in pairs:
        heads[tail].append(head)
    found, fresh, steps = {start}, {start}, 0
    while fresh and (depth is None or steps < depth):
        fresh = {head for tail in fresh for head in heads.get(tail, ())} - found
        found |= fresh
        steps += 1
    return found - {start}
