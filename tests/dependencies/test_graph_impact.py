"""Who breaks if this changes?"""

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.impact import impact
from gitops_assets.core.dependencies.graph.model import DependencyGraph, Evidence, Level, Member
from gitops_assets.core.dependencies.model import Confidence, Kind, Scope
from tests.dependencies.members import chain, member, need, offer, pairs
from tests.dependencies.test_graph_shape import FLEETS, NAMES


def slugs(graph: DependencyGraph, repository: str, **asked: str | int | None) -> list[str]:
    found = impact(graph, repository, **asked)  # type: ignore[arg-type] # mypy cannot tell the names apart
    return sorted(each.slug for each in found.dependents)


def test_dependents_come_with_their_way_and_its_evidence() -> None:
    graph = build_graph([*chain("web", "api", "lib"), member("shop", [need("@x/lib", line=8)], owner="ada")])
    found = {each.slug: each for each in impact(graph, "lib").dependents}
    assert sorted(found) == ["api", "shop", "web"]
    assert (found["web"].distance, found["web"].via) == (2, ("api",))
    assert found["web"].evidence == (Evidence("package.json", 3), Evidence("package.json", 3))
    assert (found["shop"].distance, found["shop"].via, found["shop"].owner) == (1, (), "ada")
    assert found["shop"].evidence == (Evidence("package.json", 8),)


def test_depth_ends_the_search() -> None:
    graph = build_graph(chain("d", "c", "b", "a"))
    assert slugs(graph, "a", depth=1) == ["b"]
    assert slugs(graph, "a", depth=2) == ["b", "c"]
    assert slugs(graph, "d") == []


def test_a_circle_does_not_lead_back_to_what_changed() -> None:
    graph = build_graph([member("a", ["b"], ["a"]), member("b", ["a"], ["b"])])
    found = impact(graph, "a")
    assert [each.slug for each in found.dependents] == ["b"]
    assert found.why[-1] == "It stands in a circle of 2 repositories: a, b."


def test_the_level_is_that_of_the_weakest_link() -> None:
    members = [
        member("web", [need("api", kind=Kind.API)]),
        member("api", [need("lib", scope=Scope.OPTIONAL)], ["api"]),
        member("lib", offers=["lib"]),
    ]
    levels = {each.slug: each.level for each in impact(build_graph(members), "lib").dependents}
    assert levels == {"web": Level.LOW, "api": Level.LOW}


def test_a_change_reaches_who_tests_with_it_and_nobody_behind() -> None:
    members = [
        member("shop", ["plugin"]),
        member("plugin", [need("framework", scope=Scope.DEV)], ["plugin"]),
        member("app", ["framework", "plugin"]),
        member("framework", offers=["framework"]),
    ]
    graph = build_graph(members)
    assert slugs(graph, "framework") == ["app", "plugin"]
    assert slugs(graph, "plugin") == ["app", "shop"]


def test_a_longer_way_goes_on_where_a_shorter_one_ends_in_a_test() -> None:
    members = [
        member("top", ["middle"]),
        member("middle", [need("base", scope=Scope.TEST, line=7), "other"], ["middle"]),
        member("other", ["base"], ["other"]),
        member("base", offers=["base"]),
    ]
    found = {each.slug: each for each in impact(build_graph(members), "base").dependents}
    assert (found["middle"].distance, found["middle"].level) == (1, Level.MEDIUM)
    assert (found["top"].via, found["top"].level) == (("middle", "other"), Level.MEDIUM)
    assert "top" not in slugs(build_graph(members), "base", depth=2)


def test_a_direct_use_in_tests_does_not_hide_a_stronger_way() -> None:
    members = [
        member("web", [need("lib", scope=Scope.TEST, line=4), "api"]),
        member("api", ["lib"], ["api"]),
        member("lib", offers=["lib"]),
    ]
    web = next(each for each in impact(build_graph(members), "lib").dependents if each.slug == "web")
    assert (web.distance, web.evidence, web.level) == (1, (Evidence("package.json", 4),), Level.MEDIUM)


def test_of_equally_short_ways_the_stronger_one_is_shown() -> None:
    members = [
        member("top", ["a", "b"]),
        member("a", [need("base", scope=Scope.DEV)], ["a"]),
        member("b", ["base"], ["b"]),
        member("base", offers=["base"]),
    ]
    top = next(each for each in impact(build_graph(members), "base").dependents if each.slug == "top")
    assert top.via == ("b",)


def test_confidence_is_that_of_the_least_sure_link() -> None:
    sure = need("@x/api", confidence=Confidence.RESOLVED)
    members = [member("web", [sure]), *chain("api", "lib")]
    found = {each.slug: each.confidence for each in impact(build_graph(members), "lib").dependents}
    assert found == {"web": Confidence.DECLARED, "api": Confidence.DECLARED}


MONOREPO = [
    member(
        "mono",
        [need("core", path="packages/cli/package.json", local="packages/core")],
        [offer(name, path=f"packages/{name}/package.json") for name in ("core", "cli", "docs")],
        ["https://h.org/mono"],
    ),
    member("uses-core", ["core"]),
    member("uses-cli", ["cli"]),
    member("uses-docs", ["docs"]),
    member("uses-all", [need("x", url="https://h.org/mono", kind=Kind.SUBMODULE)]),
]


@pytest.mark.parametrize(
    ("path", "met"),
    [
        ("packages/cli/src/main.ts", ["uses-all", "uses-cli"]),
        ("packages/cli", ["uses-all", "uses-cli"]),
        ("packages/core/index.ts", ["uses-all", "uses-cli", "uses-core"]),
        ("packages/client/x", ["uses-all", "uses-cli", "uses-core", "uses-docs"]),
        ("README.md", ["uses-all", "uses-cli", "uses-core", "uses-docs"]),
    ],
)
def test_a_path_meets_who_uses_its_package_or_one_that_needs_it(path: str, met: list[str]) -> None:
    found = impact(build_graph(MONOREPO), "mono", path=path)
    assert sorted(each.slug for each in found.dependents) == met
    assert found.subject == path


def test_the_deepest_manifest_above_a_path_decides() -> None:
    outer = member("mono", offers=[offer("all"), offer("part", path="part/package.json")])
    graph = build_graph([outer, member("a", ["all"]), member("b", ["part"])])
    assert slugs(graph, "mono", path="part/x.ts") == ["b"]
    assert slugs(graph, "mono", path="other/x.ts") == ["a"]


def test_an_action_is_met_by_its_own_folder() -> None:
    actions = [
        offer(name, "github", path=path, kind=Kind.ACTION)
        for name, path in (("setup", "setup/action.yml"), ("build", ".github/workflows/build.yml"))
    ]
    ci = member("acme/ci", offers=actions, urls=["https://github.com/acme/ci"])
    users = [
        member("a", [need("acme/ci/setup", "github")]),
        member("b", [need("acme/ci/.github/workflows/build.yml", "github")]),
    ]
    graph = build_graph([ci, *users])
    assert slugs(graph, "acme/ci", path="setup/main.js") == ["a"]
    assert slugs(graph, "acme/ci", path=".github/workflows/build.yml") == ["b"]


def test_a_package_meets_who_names_it() -> None:
    graph = build_graph(MONOREPO)
    assert slugs(graph, "mono", package="cli") == ["uses-cli"]
    assert slugs(graph, "mono", package="core") == ["uses-cli", "uses-core"]


def test_beyond_the_first_step_a_repository_counts_as_a_whole() -> None:
    graph = build_graph([*MONOREPO, member("app", ["extra"]), member("uses-cli", ["cli"], ["extra"])])
    assert slugs(graph, "mono", package="cli") == ["app", "uses-cli"]


@pytest.mark.parametrize(
    ("repository", "package", "message"),
    [
        ("mnoo", None, "'mnoo' is no repository of the fleet; did you mean 'mono'?"),
        ("zzz", None, "'zzz' is no repository of the fleet; there are: mono, uses-all, uses-cli"),
        ("mono", "coer", "'coer' is no package that mono publishes; did you mean 'core'?"),
        ("uses-all", "x", "'x' is no package that uses-all publishes; there is none."),
    ],
)
def test_what_there_is_not_is_met_with_the_nearest(
    repository: str, package: str | None, message: str
) -> None:
    with pytest.raises(LookupError) as caught:
        impact(build_graph(MONOREPO), repository, package=package)
    assert str(caught.value).startswith(message)


def test_nobody_is_no_harm() -> None:
    found = impact(build_graph([member("web")]), "web")
    assert (found.score, found.why) == (0, ("No repository of the fleet is known to depend on it.",))


def test_the_score_follows_its_formula_and_says_why() -> None:
    members = [
        *[member(f"m{number}", ["lib"]) for number in range(2)],
        member("pay", [need("m0")], criticality="critical"),
        member("lib", offers=["lib"]),
    ]
    members[0] = member("m0", ["lib"], ["m0"])
    found = impact(build_graph(members), "lib")
    assert found.score == round(100 * (1 - (1 - 0.06) * (1 - 0.06) * (1 - 0.06 / 2 * 2)))
    assert found.why == (
        "3 repositories of 3 (100%) depend on it: 2 directly, 1 through others.",
        "The worst level is medium: m0, m1, pay.",
        "The fleet calls pay critical.",
    )


def test_what_is_only_inferred_counts_half() -> None:
    guess = need("lib", confidence=Confidence.INFERRED)
    found = impact(build_graph([member("a", [guess]), member("lib", offers=["lib"])]), "lib")
    assert found.score == 3
    assert found.why[-1] == "1 repository counts half: the way there is only inferred."


def naive(graph: DependencyGraph, start: str) -> set[str]:
    found: set[str] = set()
    while True:
        more = {a for a, b in pairs(graph) if b == start or b in found} - found - {start}
        if not more:
            return found
        found |= more


@settings(deadline=None, max_examples=80)
@given(FLEETS, st.sampled_from(NAMES), st.none() | st.integers(1, 4))
def test_the_reverse_closure_is_the_naive_one_and_every_way_is_a_way(
    members: list[Member], start: str, depth: int | None
) -> None:
    graph = build_graph(members)
    if start not in {node.slug for node in graph.nodes}:
        return
    found = impact(graph, start, depth=depth)
    if depth is None:
        assert {each.slug for each in found.dependents} == naive(graph, start)
    between = set(pairs(graph))
    places = {(edge.source, edge.path, edge.line) for edge in graph.edges}
    for each in found.dependents:
        way = (each.slug, *each.via, start)
        assert set(pairwise(way)) <= between
        assert len(each.evidence) == each.distance == len(each.via) + 1 <= (depth or len(graph.nodes))
        assert all((slug, at.path, at.line) in places for slug, at in zip(way, each.evidence, strict=False))
    assert 0 <= found.score <= 100
    assert (found.score > 0) == bool(found.dependents)


@settings(deadline=None, max_examples=40)
@given(FLEETS, st.randoms(use_true_random=False))
def test_the_order_of_edges_decides_nothing(members: list[Member], draw: Random) -> None:
    graph = build_graph(members)
    edges = list(graph.edges)
    draw.shuffle(edges)
    for node in graph.nodes:
        assert impact(replace(graph, edges=tuple(edges)), node.slug) == impact(graph, node.slug)
