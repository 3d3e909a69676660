"""The fleet's graph against plain networkx on the same edges: ``python -m benchmarks.graph``.

networkx is given what we have to find out first: who depends on whom. It then finds circles, the order and
the dependents of one repository, as we do; we also match names, rate every edge, keep its evidence, rank the
repositories and tell every way. Both run in this process, in turn; memory is that of a process of its own.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence

import networkx as nx

from benchmarks.timing import Row, Run, in_turn, limit, measure, ratio, seconds, table
from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.impact import impact
from gitops_assets.core.dependencies.graph.model import DependencyGraph, Member
from gitops_assets.core.dependencies.model import Dependency, Kind, Publication, RepositoryDependencies, Scope

ROUNDS = 3
LARGE, SMALL = (10_000, 200_000), (1_000, 20_000)
TIMES = 20
"""Times the work of networkx that everything may take: it gets the edges for nothing and keeps none."""
SCOPES = (Scope.RUNTIME, Scope.RUNTIME, Scope.RUNTIME, Scope.DEV, Scope.TEST)


def made_fleet(repositories: int, edges: int) -> tuple[Member, ...]:
    """Members whose names lead to each other: few are needed by many, one in a thousand edges leads back."""
    draw = random.Random(3)  # noqa: S311 - repeatable, not secret
    each = edges // repositories
    return tuple(
        _member(number, _targets(number, each, repositories, draw), draw) for number in range(repositories)
    )


def _targets(number: int, count: int, repositories: int, draw: random.Random) -> list[int]:
    """Mostly earlier repositories, the earlier the likelier; always others than oneself."""
    found = {int(max(number, count + 1) * draw.random() ** 2) for _ in range(count * 2)}
    if draw.random() < count / 1_000:
        found.add(draw.randrange(repositories))
    return sorted(found - {number})[:count]


def _member(number: int, targets: Sequence[int], draw: random.Random) -> Member:
    slug, path = f"team{number % 50}/service{number}", "package.json"
    names = [f"@fleet/p{target}" for target in targets]
    names += [f"outside{target % 900}" for target in targets]
    return Member(
        slug=slug,
        urls=(f"https://git.example.org/{slug}.git",),
        criticality="critical" if number % 100 == 0 else None,
        known=RepositoryDependencies(
            slug=slug,
            seen=1_772_366_400,
            dependencies=tuple(
                Dependency(
                    kind=Kind.PACKAGE,
                    ecosystem="npm",
                    name=name,
                    path=path,
                    line=line,
                    scope=draw.choice(SCOPES),
                    constraint="^1.0",
                )
                for line, name in enumerate(names, 5)
            ),
            publications=(
                Publication(kind=Kind.PACKAGE, ecosystem="npm", name=f"@fleet/p{number}", path=path, line=2),
            ),
        ),
    )


def ours(members: Sequence[Member], slug: str) -> int:
    """Names to edges, levels, circles, order, ranks, and one impact with every way."""
    return len(impact(build_graph(members), slug).dependents)


def plain(edges: Sequence[tuple[str, str]], slug: str) -> int:
    """Circles, order and one set of dependents."""
    graph = nx.DiGraph()
    graph.add_edges_from(edges)
    acyclic = nx.condensation(graph, list(nx.strongly_connected_components(graph)))
    assert sum(map(len, nx.topological_generations(acyclic))) == len(acyclic)
    return len(nx.ancestors(graph, slug))


def timed(work: Callable[[], int], expected: int) -> Run:
    began = time.perf_counter()
    assert work() == expected
    return Run(time.perf_counter() - began, 0)


def most_needed(graph: DependencyGraph) -> str:
    return max(graph.nodes, key=lambda node: (node.dependents, node.slug)).slug


def large(rounds: int) -> list[Row]:
    members = made_fleet(*LARGE)
    graph = build_graph(members)
    slug, edges = most_needed(graph), [(edge.source, edge.target) for edge in graph.edges]
    count = len(impact(graph, slug).dependents)
    del graph
    runs = in_turn(
        {
            "plain": lambda: timed(lambda: plain(edges, slug), count),
            "ours": lambda: timed(lambda: ours(members, slug), count),
        },
        rounds,
    )
    memory = measure([sys.executable, "-m", "benchmarks.graph", "--once"])
    return [
        Row(
            f"plain networkx, {len(edges):,} edges: circles, order, dependents",
            f"{seconds(runs['plain']):.2f} s",
        ),
        limit(
            "names to edges, levels, circles, order, ranks, one impact",
            seconds(runs["ours"]),
            "s",
            at_most=10,
        ),
        ratio("ratio", seconds(runs["ours"]), seconds(runs["plain"]), at_most=TIMES),
        limit("peak memory of the process", memory.peak, "MB", at_most=1_000),
    ]


def small(rounds: int) -> list[Row]:
    graph = build_graph(made_fleet(*SMALL))
    slug = most_needed(graph)
    count = len(impact(graph, slug).dependents)
    runs = in_turn({"impact": lambda: timed(lambda: len(impact(graph, slug).dependents), count)}, rounds)
    return [limit(f"one impact, {count:,} dependents", seconds(runs["impact"]), "s", at_most=0.3)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--once", action="store_true", help="only do the work, for a look at its memory")
    options = parser.parse_args()
    if options.once:
        members = made_fleet(*LARGE)
        ours(members, members[0].slug)
        return
    print(table(f"Graph of {LARGE[0]:,} repositories", large(options.rounds)))
    print(table(f"Graph of {SMALL[0]:,} repositories", small(options.rounds)))


if __name__ == "__main__":
    main()
