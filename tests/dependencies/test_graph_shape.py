"""What edges say together: counts, circles, order, the middle; and parts of a graph."""

import sys

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.model import DependencyGraph, Member
from gitops_assets.core.dependencies.graph.narrowing import around, of_kinds
from gitops_assets.core.dependencies.graph.structure import pagerank
from gitops_assets.core.dependencies.model import Kind, Scope
from tests.dependencies.members import chain, member, need, pairs

NAMES = "abcdefgh"
FLEETS = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4), max_size=8
).map(lambda needs: [member(slug, wanted, [slug], present=slug != "h") for slug, wanted in needs.items()])


def test_nodes_count_repositories_and_not_lines() -> None:
    members = [member("a", ["c", need("c", line=9)]), member("b", ["c"]), member("c", offers=["c"])]
    counts = {node.slug: (node.dependents, node.dependencies) for node in build_graph(members).nodes}
    assert counts == {"a": (0, 1), "b": (0, 1), "c": (2, 0)}


def test_the_order_of_release_begins_with_what_depends_on_nothing() -> None:
    members = [*chain("web", "api", "lib"), member("alone")]
    assert build_graph(members).generations == (("alone", "lib"), ("api",), ("web",))


def test_the_members_of_a_circle_stand_side_by_side() -> None:
    circle = [member("a", ["z"], ["a"]), member("z", ["a"], ["z"])]
    graph = build_graph([*circle, member("m", ["base"], ["m"]), member("base", offers=["base"])])
    assert graph.cycles == (("a", "z"),)
    assert graph.generations == (("a", "z", "base"), ("m",))


def test_what_only_tests_need_closes_no_circle() -> None:
    members = [
        member("plugin", [need("app", scope=Scope.DEV)], ["plugin"]),
        member("app", ["plugin"], ["app"]),
    ]
    graph = build_graph(members)
    assert graph.cycles == ()
    assert graph.generations == (("plugin",), ("app",))
    assert {node.slug: node.dependents for node in graph.nodes} == {"app": 1, "plugin": 1}


def test_an_empty_fleet_has_an_empty_graph() -> None:
    assert build_graph([]) == DependencyGraph()


@settings(deadline=None, max_examples=80)
@given(FLEETS)
def test_every_edge_has_its_evidence_in_a_member_that_is_present(members: list[Member]) -> None:
    present = {each.slug: each.known for each in members if each.present}
    for edge in build_graph(members).edges:
        assert edge.source != edge.target
        places = [(row.name, row.path, row.line) for row in present[edge.source].dependencies]
        assert (edge.name, edge.path, edge.line) in places


@settings(deadline=None, max_examples=80)
@given(FLEETS)
def test_generations_hold_everyone_once_and_respect_every_edge(members: list[Member]) -> None:
    graph = build_graph(members)
    step = {slug: place for place, each in enumerate(graph.generations) for slug in each}
    assert sorted(slug for each in graph.generations for slug in each) == [node.slug for node in graph.nodes]
    together = [set(cycle) for cycle in graph.cycles]
    for source, target in pairs(graph):
        assert step[target] < step[source] or any({source, target} <= cycle for cycle in together)


@settings(deadline=None, max_examples=60)
@given(FLEETS)
def test_centrality_is_what_networkx_says(members: list[Member]) -> None:
    graph = build_graph(members)
    plain = nx.DiGraph()
    plain.add_nodes_from(node.slug for node in graph.nodes)
    plain.add_edges_from(pairs(graph))
    # networkx.pagerank itself asks for scipy; the same rank as a stationary distribution, in plain steps.
    count = max(1, len(plain))
    ranks = dict.fromkeys(plain, 1 / count)
    for _ in range(300):
        loose = sum(rank for slug, rank in ranks.items() if not plain.out_degree(slug))
        ranks = {
            slug: 0.15 / count
            + 0.85
            * (loose / count + sum(ranks[one] / plain.out_degree(one) for one in plain.predecessors(slug)))
            for slug in plain
        }
    assert {node.slug: node.centrality for node in graph.nodes} == pytest.approx(ranks, abs=1e-5)


def test_ranks_sum_up_to_one() -> None:
    assert sum(pagerank("abc", [("a", "b"), ("b", "a"), ("a", "c")])) == pytest.approx(1)
    assert pagerank([], []) == []


def test_of_kinds_counts_and_orders_anew() -> None:
    hook = need("b", kind=Kind.HOOK)
    members = [
        member("a", [hook], ["a"]),
        member("b", ["a"], ["b"]),
        member("gone", offers=["x"], present=False),
    ]
    graph = build_graph([*members, member("c", ["x"])])
    assert graph.cycles == (("a", "b"),)
    hooks = of_kinds(graph, [Kind.HOOK])
    assert (pairs(hooks), hooks.cycles) == ([("a", "b")], ())
    assert [node.slug for node in hooks.nodes] == ["a", "b", "c"]
    assert hooks.generations == (("b", "c"), ("a",))


def test_around_goes_both_ways_as_far_as_asked() -> None:
    graph = build_graph(chain("e", "d", "c", "b", "a"))
    near = around(graph, "c", 1)
    assert [node.slug for node in near.nodes] == ["b", "c", "d"]
    assert near.generations == (("b",), ("c",), ("d",))
    assert around(graph, "c") == graph
    siblings = build_graph([*chain("x", "base"), member("y", ["@x/base"])])
    assert [node.slug for node in around(siblings, "x").nodes] == ["base", "x"]


def test_a_long_chain_is_no_deep_recursion() -> None:
    slugs = [f"r{number:05}" for number in range(sys.getrecursionlimit() + 500)]
    assert len(build_graph(chain(*slugs)).generations) == len(slugs)
