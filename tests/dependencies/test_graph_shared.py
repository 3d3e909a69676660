"""Which repositories does a file lead to that several of them have?"""

import time

from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.impact import impact
from gitops_assets.core.dependencies.graph.model import Level, Member
from gitops_assets.core.dependencies.graph.shared import MANY
from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Publication, Scope
from gitops_assets.core.dependencies.policy import DependencyPolicy, EdgeRule, Published
from gitops_assets.core.dependencies.selection import selected
from tests.dependencies.members import edge_of, member, need, offer, pairs


def file(name: str = "ruff.toml", content: str = "1", path: str | None = None) -> Publication:
    return Publication(
        kind=Kind.CONFIG,
        ecosystem="file",
        name=name,
        path=path or name,
        line=1,
        version=content,
        confidence=Confidence.INFERRED,
    )


def having(slug: str, *files: Publication, needs: tuple[Dependency | str, ...] = ()) -> Member:
    return member(slug, needs, [offer(f"@x/{slug}"), *files])


def rendered(url: str) -> Dependency:
    return need(url, "git", ".copier-answers.yml", kind=Kind.TEMPLATE, url=url)


def test_all_who_have_a_file_are_led_to_the_first_of_them() -> None:
    graph = build_graph([having(slug, file()) for slug in ("c", "a", "b", "d")])
    assert pairs(graph) == [("b", "a"), ("c", "a"), ("d", "a")]
    edge = edge_of(graph, "b")
    assert (edge.kind, edge.name, edge.path, edge.resolved) == (Kind.CONFIG, "ruff.toml", "ruff.toml", "1")
    assert (edge.scope, edge.confidence, edge.level) == (Scope.DEV, Confidence.INFERRED, Level.LOW)


def test_another_content_or_name_is_another_file() -> None:
    members = [having("a", file()), having("b", file(content="2")), having("c", file("mypy.ini"))]
    assert not build_graph(members).edges


def test_who_has_it_twice_is_told_once() -> None:
    twice = having("b", file(path="x/ruff.toml"), file(path="y/ruff.toml"))
    assert edge_of(build_graph([having("a", file()), twice]), "b").path == "x/ruff.toml"


def test_the_template_of_most_goes_before_the_first() -> None:
    url = "https://git.example.org/acme/start.git"
    start = member("start", offers=[offer("start"), file()], urls=[url])
    members = [having("a", file(), needs=(rendered(url),)), having("b", file()), start]
    edges = [edge for edge in build_graph(members).edges if edge.kind is Kind.CONFIG]
    assert [(edge.source, edge.target) for edge in edges] == [("a", "start"), ("b", "start")]


def test_the_one_that_the_fleet_names_goes_before_everybody() -> None:
    policy = DependencyPolicy(publishes={"c": (Published(ecosystem="file", name="ruff.toml"),)})
    members = selected([having(slug, file(), file("mypy.ini")) for slug in "abc"], policy)
    edges = {(edge.source, edge.target, edge.name) for edge in build_graph(members, policy).edges}
    assert edges == {(one, "c", "ruff.toml") for one in "ab"} | {(one, "a", "mypy.ini") for one in "bc"}


def test_clones_and_forks_have_everything_in_common_and_say_nothing() -> None:
    url = "https://git.example.org/acme/api.git"
    clones = [member(slug, offers=[file()], urls=[url]) for slug in ("a", "a@2")]
    forks = [member(slug, offers=[offer("@x/api"), file()]) for slug in ("ada/api", "bob/api")]
    nameless = [member(slug, ["p", "q", "r", "s"], [file()]) for slug in ("u", "v")]
    for copies in (clones, forks, nameless):
        assert not build_graph(copies).edges


def test_two_that_make_other_packages_are_no_copies_however_alike() -> None:
    needs = ("p", "q", "r", "s", "t")
    assert pairs(build_graph([having(slug, file(), needs=needs) for slug in "ab"])) == [("b", "a")]


def test_copies_of_another_repository_are_led_to_the_source_and_not_to_each_other() -> None:
    copies = [member(slug, offers=[offer("@x/web"), file()]) for slug in ("w1", "w2")]
    assert pairs(build_graph([having("a", file()), *copies])) == [("w1", "a"), ("w2", "a")]


def test_what_very_many_have_leads_nowhere_unless_its_source_is_known() -> None:
    members = [having(f"r{number:03}", file()) for number in range(MANY + 1)]
    assert not build_graph(members).edges
    policy = DependencyPolicy(publishes={"r007": (Published(ecosystem="file", name="ruff.toml"),)})
    assert len(build_graph(selected(members, policy), policy).edges) == MANY


def test_the_fleet_can_switch_it_off_and_correct_it() -> None:
    members = [having(slug, file()) for slug in "ab"]
    remove = EdgeRule(source="b", target="a", remove=True, name="ruff.toml", reason="by chance")
    for policy in (
        DependencyPolicy(inferred=False),
        DependencyPolicy(ignore=("ruff.toml",)),
        DependencyPolicy(edges=(remove,)),
    ):
        assert not build_graph(selected(members, policy), policy).edges


def test_having_the_same_file_is_not_depending() -> None:
    members = [having(f"r{number}", file()) for number in range(30)]
    graph = build_graph([*members, member("user", needs=["@x/r0"])])
    first = next(node for node in graph.nodes if node.slug == "r0")
    assert first.dependents == 1
    assert edge_of(graph, "user").level is Level.MEDIUM
    assert [each.slug for each in impact(graph, "r0").dependents] == ["user"]


def test_who_has_it_meets_a_change_of_that_file_alone() -> None:
    graph = build_graph([having("a", file(path="tools/ruff.toml")), having("b", file())])

    def met(path: str) -> list[str]:
        return [each.slug for each in impact(graph, "a", path=path).dependents]

    assert met("tools/ruff.toml") == met("tools") == ["b"]
    assert met("src/main.py") == met("tools/ruff") == []
    assert [each.slug for each in impact(graph, "a", package="ruff.toml").dependents] == ["b"]


def test_a_shared_file_makes_its_folder_no_package() -> None:
    library = member("lib", offers=[offer("@x/lib"), file(path="src/ruff.toml")])
    graph = build_graph([library, member("user", needs=["@x/lib"])])
    assert [each.slug for each in impact(graph, "lib", path="src/index.ts").dependents] == ["user"]


def test_a_large_fleet_takes_no_time() -> None:
    names = [f"f{number}.toml" for number in range(10)]
    members = [
        having(f"r{number:04}", *(file(name, str(number // MANY)) for name in names))
        for number in range(3_000)
    ]
    began = time.process_time()
    graph = build_graph(members)
    assert len(graph.edges) == 3_000 // MANY * (MANY - 1) * len(names)
    assert time.process_time() - began < 10
