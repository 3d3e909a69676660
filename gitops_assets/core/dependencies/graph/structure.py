"""The shape of a graph: its circles, the order in which to release, and who is in the middle."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

DAMPING = 0.85
"""Brin and Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine" (1998), section 2.1.1."""
CLOSE = 1e-6
"""How much all ranks together may still move in the last round."""
ROUNDS = 200

Pair = tuple[str, str]
"""Who depends, and on whom."""


@dataclass(frozen=True, slots=True)
class Structure:
    """``cycles`` and ``generations`` as :class:`DependencyGraph` has them, ``centrality`` by slug."""

    cycles: tuple[tuple[str, ...], ...]
    generations: tuple[tuple[str, ...], ...]
    centrality: dict[str, float]


def structure(slugs: Sequence[str], edges: Collection[Pair], carried: Collection[Pair]) -> Structure:
    """The shape of a graph of these repositories; no pair is there twice, or names another one.

    Only ``carried`` ones make circles and order, all of them make somebody central.
    """
    groups, generations = _components(slugs, carried)
    return Structure(
        cycles=tuple(group for group in groups if len(group) > 1),
        generations=generations,
        centrality=dict(zip(slugs, pagerank(slugs, edges), strict=True)),
    )


def _components(
    slugs: Sequence[str], edges: Iterable[Pair]
) -> tuple[list[tuple[str, ...]], tuple[tuple[str, ...], ...]]:
    """Strongly connected components, and the generations of what is left when each is one node."""
    import networkx as nx  # noqa: PLC0415 - it takes half a second, which only a graph shall cost

    graph = nx.DiGraph()
    graph.add_nodes_from(slugs)
    graph.add_edges_from((target, source) for source, target in edges)
    groups = sorted(tuple(sorted(group)) for group in nx.strongly_connected_components(graph))
    acyclic = nx.condensation(graph, groups)
    generations = tuple(
        tuple(slug for number in sorted(generation) for slug in groups[number])
        for generation in nx.topological_generations(acyclic)
    )
    return groups, generations


def pagerank(slugs: Sequence[str], edges: Iterable[Pair]) -> list[float]:
    """How much of the fleet stands on each repository, summing up to 1, by power iteration.

    A dependent gives its rank in equal parts to what it depends on; one that depends on nothing gives to all.
    """
    count, places = len(slugs), {slug: place for place, slug in enumerate(slugs)}
    heads: list[list[int]] = [[] for _ in slugs]
    for source, target in edges:
        heads[places[source]].append(places[target])
    ends = [place for place, each in enumerate(heads) if not each]
    givers = [(place, each, DAMPING / len(each)) for place, each in enumerate(heads) if each]
    ranks = [1 / count] * count if count else []
    for _ in range(ROUNDS if count else 0):
        floor = (1 - DAMPING + DAMPING * sum(ranks[place] for place in ends)) / count
        before, ranks = ranks, [floor] * count
        for place, each, part in givers:
            share = before[place] * part
            for head in each:
                ranks[head] += share
        if sum(abs(one - other) for one, other in zip(before, ranks, strict=True)) < CLOSE:
            break
    return ranks
