"""Which dependencies lead to another repository of the fleet?"""

import pytest

from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.model import Edge, Level
from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Scope
from gitops_assets.core.dependencies.policy import DependencyPolicy, EdgeRule
from tests.dependencies.members import SEEN, edge_of, member, need, offer, pairs

LIB = "https://git.example.org/acme/lib.git"


def test_a_name_that_another_repository_publishes_is_an_edge_with_its_evidence() -> None:
    wants = need("@acme/lib", line=7, constraint="^2.0", resolved="2.1.0", confidence=Confidence.RESOLVED)
    graph = build_graph([member("acme/web", [wants]), member("acme/lib", offers=["@acme/lib"])])
    assert graph.edges == (
        Edge(
            source="acme/web",
            target="acme/lib",
            kind=Kind.PACKAGE,
            ecosystem="npm",
            name="@acme/lib",
            path="package.json",
            line=7,
            scope=Scope.RUNTIME,
            constraint="^2.0",
            resolved="2.1.0",
            confidence=Confidence.RESOLVED,
            level=Level.MEDIUM,
            last_validated=SEEN,
        ),
    )


def test_a_name_of_another_ecosystem_is_another_name() -> None:
    assert not build_graph([member("web", [need("lib", "pypi")]), member("lib", offers=["lib"])]).edges


@pytest.mark.parametrize(
    ("ecosystem", "wanted", "published"),
    [
        ("pypi", "Acme_Lib", "acme-lib"),
        ("cargo", "acme_lib", "acme-lib"),
        ("nuget", "Acme.Lib", "acme.lib"),
        ("docker", "docker.io/library/Base", "base"),
        ("golang", "example.org/lib/v2/parse", "example.org/lib"),
        ("golang", "example.org/lib", "example.org/lib"),
    ],
)
def test_a_name_is_compared_as_its_registry_does(ecosystem: str, wanted: str, published: str) -> None:
    members = [member("web", [need(wanted, ecosystem)]), member("lib", offers=[offer(published, ecosystem)])]
    assert pairs(build_graph(members)) == [("web", "lib")]


def test_the_longest_module_path_wins() -> None:
    modules = [member(name, offers=[offer(f"h.org/{name}", "golang")]) for name in ("a", "a/b")]
    graph = build_graph([member("web", [need("h.org/a/b/c", "golang")]), *modules])
    assert pairs(graph) == [("web", "a/b")]


def test_a_path_that_only_begins_alike_is_another_module() -> None:
    members = [
        member("web", [need("h.org/libs", "golang")]),
        member("lib", offers=[offer("h.org/lib", "golang")]),
    ]
    assert not build_graph(members).edges


@pytest.mark.parametrize(
    "url",
    [
        "git@git.example.org:acme/lib",
        "ssh://git@git.example.org:2222/acme/lib.git",
        "https://me@git.example.org/acme/lib/",
        "../lib.git",
        "./../../acme/lib",
    ],
)
def test_a_url_leads_to_the_repository_that_has_it_however_it_is_written(url: str) -> None:
    submodule = need(url, "git", ".gitmodules", kind=Kind.SUBMODULE, url=url)
    web = member("web", [submodule], urls=["https://git.example.org/acme/web.git"])
    assert pairs(build_graph([web, member("lib", urls=[LIB])])) == [("web", "lib")]


@pytest.mark.parametrize("url", ["https://git.example.org:8443/acme/lib", "../../../../lib", "..", "../"])
def test_a_url_that_leads_elsewhere_is_no_edge(url: str) -> None:
    web = member("web", [need("x", url=url)], urls=["https://git.example.org/acme/web.git"])
    assert not build_graph([web, member("lib", urls=[LIB])]).edges


def test_a_relative_url_of_a_repository_without_remote_leads_nowhere() -> None:
    assert not build_graph([member("web", [need("x", url="../lib")]), member("lib", urls=["../lib"])]).edges


def test_a_url_names_the_original_and_not_a_fork_that_fetches_from_it() -> None:
    fork = member("me/lib", urls=["https://git.example.org/me/lib", LIB])
    graph = build_graph([member("web", [need("x", url=LIB)]), fork, member("acme/lib", urls=[LIB])])
    assert pairs(graph) == [("web", "acme/lib")]


def test_a_go_path_and_an_action_are_repositories_by_themselves() -> None:
    wants = [
        need("github.com/acme/lib/v2/x", "golang"),
        need("Acme/Lib/setup", "github", kind=Kind.ACTION),
    ]
    graph = build_graph([member("web", wants), member("lib", urls=["git@github.com:acme/lib.git"])])
    assert pairs(graph) == [("web", "lib")] * 2


def test_an_action_lies_where_its_user_does() -> None:
    web = member("web", [need("acme/lib", "github")], urls=["https://git.example.org/acme/web"])
    assert pairs(build_graph([web, member("lib", urls=[LIB])])) == [("web", "lib")]


def test_a_name_whose_url_leads_out_of_the_fleet_is_only_a_guess() -> None:
    wants = need("lib", url="https://elsewhere.example.org/lib")
    edge = edge_of(build_graph([member("web", [wants]), member("lib", offers=["lib"])]), "web")
    assert edge.confidence is Confidence.INFERRED


def test_a_local_dependency_and_ones_own_name_are_no_edges() -> None:
    members = [
        member("web", [need("ui", local="packages/ui"), "web"], ["web"]),
        member("ui", offers=["ui", "web"]),
    ]
    assert not build_graph(members).edges


def test_a_clone_of_ones_own_repository_is_oneself() -> None:
    own = [member(slug, [need("x", url=LIB)], urls=[LIB]) for slug in ("acme/lib", "acme/lib@copy")]
    assert not build_graph(own).edges


def test_clones_of_one_repository_are_depended_on_once() -> None:
    lib = [member(slug, offers=["lib"], urls=[LIB]) for slug in ("acme/lib@old", "acme/lib")]
    by_name = build_graph([member("web", ["lib"]), *lib])
    by_url = build_graph([member("web", [need("x", url=LIB)]), *lib])
    assert pairs(by_name) == pairs(by_url) == [("web", "acme/lib")]
    assert edge_of(by_name, "web").confidence is Confidence.DECLARED


def test_of_several_publishers_the_nearest_are_meant_and_it_is_a_guess() -> None:
    publishers = [member(slug, offers=["lib"]) for slug in ("acme/lib", "acme/fork", "other/lib")]
    graph = build_graph([member("acme/web", ["lib"]), *publishers])
    assert pairs(graph) == [("acme/web", "acme/fork"), ("acme/web", "acme/lib")]
    assert {edge.confidence for edge in graph.edges} == {Confidence.INFERRED}


def test_who_is_present_goes_before_who_is_not() -> None:
    publishers = [member("a", offers=["lib"], present=False), member("b", offers=["lib"])]
    graph = build_graph([member("web", ["lib"]), *publishers])
    assert [(edge.target, edge.missing) for edge in graph.edges] == [("b", False)]


def test_a_declared_name_goes_before_an_inferred_one() -> None:
    guess = offer("lib", confidence=Confidence.INFERRED)
    graph = build_graph([member("web", ["lib"]), member("a", offers=[guess]), member("b", offers=["lib"])])
    assert pairs(graph) == [("web", "b")]
    alone = build_graph([member("web", ["lib"]), member("a", offers=[guess])])
    assert edge_of(alone, "web").confidence is Confidence.INFERRED


def test_the_edges_of_a_repository_that_went_are_missing_their_target() -> None:
    gone = member("lib", ["base"], ["lib"], owner="ada", present=False)
    graph = build_graph([member("web", ["lib"]), gone, member("base", offers=["base"])])
    assert [(edge.source, edge.target, edge.missing) for edge in graph.edges] == [("web", "lib", True)]
    assert [(node.slug, node.missing, node.owner) for node in graph.nodes] == [
        ("base", False, None),
        ("lib", True, "ada"),
        ("web", False, None),
    ]


def test_a_repository_that_went_and_nobody_needs_is_no_node() -> None:
    assert build_graph([member("lib", offers=["lib"], present=False)]).nodes == ()


def test_a_person_may_leave_an_edge_out() -> None:
    members = [member("acme/web", ["lib"]), member("acme/lib", offers=["lib"])]
    rule = EdgeRule(source="acme/web", target="acme/lib", remove=True, reason="another lib")
    assert build_graph(members).edges
    assert not build_graph(members, DependencyPolicy(edges=(rule,))).edges


def test_the_order_of_members_decides_nothing() -> None:
    rows: list[Dependency | str] = ["lib", need("lib", line=9), need("base", scope=Scope.DEV)]
    members = [member("b", rows, ["b"]), member("a", ["b"], ["lib"]), member("c", ["a"], ["base", "a"])]
    graph = build_graph(members)
    assert graph == build_graph(members[::-1])
    assert pairs(graph) == sorted(pairs(graph))
