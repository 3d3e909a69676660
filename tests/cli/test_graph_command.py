"""What ``graph`` shows of a fleet."""

import networkx as nx
import pytest

from gitops_assets.cli.dependency_source import Question
from gitops_assets.core.dependencies.model import Kind, Scope
from tests.cli.command_line import gitops
from tests.cli.made_fleet import API, LIB, MEMBERS, asking, with_holes
from tests.dependencies.members import chain, member, need, offer


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    return asking(monkeypatch, *MEMBERS)


def test_the_table_has_a_line_for_each_two_repositories_worst_first() -> None:
    done = gitops("graph")
    assert done.code == 0
    assert done.out.splitlines() == [
        "high    acme/api  → acme/base missing  image       ^1.0  Dockerfile:1",
        "medium  acme/api  → acme/lib           package     ^1.0  package.json:3",
        "medium  acme/web  → acme/api           package     ^1.0  package.json:3",
        "medium  acme/web  → acme/lib           2 packages  ^1.0  package.json:3",
        "",
        "5 repositories: 5 edges between 4 pairs, 1 alone, 1 missing, no circle, to release in 3 steps.",
        "Most needed: acme/lib (2), acme/base (1), acme/api (1).",
        "gitops-assets impact acme/lib says who breaks when it changes.",
    ]


def test_a_line_says_when_it_is_needed_and_at_which_version(monkeypatch: pytest.MonkeyPatch) -> None:
    resolved = need("lib", scope=Scope.DEV, constraint="^1", resolved="1.4.2")
    commit = need("act", "github", kind=Kind.ACTION, constraint="a" * 40, resolved="a" * 40)
    asking(
        monkeypatch,
        member("web", [resolved, need("lib", path="examples/x.json", scope=Scope.DEV), commit]),
        member("lib", offers=["lib", offer("act", "github")]),
    )
    (line, *_) = gitops("graph", "--kind", "package").out.splitlines()
    assert line == "low  web  → lib  2 packages  dev  ^1 = 1.4.2  package.json:3"
    (line, *_) = gitops("graph", "--kind", "action").out.splitlines()
    assert line == "medium  web  → lib  action  aaaaaaaaaa  package.json:3"


def test_the_document_is_the_same_by_either_option() -> None:
    done = gitops("graph", "--json")
    assert done.document["schema"] == "gitops-assets/graph/1"
    assert [node["slug"] for node in done.document["nodes"]] == sorted(each.slug for each in MEMBERS)
    assert len(done.document["edges"]) == 5
    assert gitops("graph", "--format", "json").out == done.out


def test_drawings_go_to_the_standard_output() -> None:
    assert gitops("graph", "--format", "dot").out.startswith("digraph fleet {")
    assert gitops("graph", "--format", "mermaid").out.startswith("flowchart LR\n")
    assert nx.parse_graphml(gitops("graph", "--format", "graphml").out).number_of_edges() == 5


def test_a_focus_shows_the_neighbourhood() -> None:
    nodes = gitops("graph", "--focus", "acme/lib", "--depth", "1", "--json").document["nodes"]
    assert [node["slug"] for node in nodes] == ["acme/api", "acme/lib", "acme/web"]


def test_a_kind_shows_only_its_edges() -> None:
    edges = gitops("graph", "--kind", "image", "--kind", "hook", "--json").document["edges"]
    assert [edge["kind"] for edge in edges] == ["image"]


def test_a_focus_on_nobody_is_met_with_the_nearest() -> None:
    gitops("graph", "--focus", "acme/lbi").told(2, "'acme/lbi' is no repository", "did you mean 'acme/lib'?")


def test_a_depth_needs_a_focus() -> None:
    gitops("graph", "--depth", "2").told(2, "--depth counts steps", "--focus SLUG")


def test_what_is_asked_is_passed_on(asked: list[Question]) -> None:
    gitops("graph", "a", "b", "--fleet", "fleet.yaml")
    gitops("graph", "--as-of", "2026-03-01")
    assert asked == [Question((b"a", b"b"), "fleet.yaml"), Question(as_of="2026-03-01")]


def test_what_could_not_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asking(monkeypatch, with_holes(API), LIB)
    out = gitops("graph").out
    assert "Not read: 1 file, the first one acme/api pom\\x1b.xml:4 is no XML." in out
    assert "As known before, not as it is: 1 repository, the first one acme/api: it is locked." in out


@pytest.mark.parametrize(
    "command",
    ["graph --json", "graph --format dot", "impact acme/lib --json", "conflicts --json"],
)
def test_what_could_not_be_read_is_told_beside_every_document(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    asking(monkeypatch, with_holes(API), LIB)
    done = gitops(*command.split())
    assert "gitops-assets: Not read: 1 file, the first one acme/api pom\\x1b.xml:4 is no XML." in done.err
    assert "Not read" not in done.out


def test_circles_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asking(monkeypatch, member("a", ["b"], ["a"]), member("b", ["a"], ["b"]))
    out = gitops("graph").out
    assert "In a circle: a, b." in out
    assert "1 circle" in out


def test_a_fleet_without_edges_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    asking(monkeypatch, member("a"))
    assert gitops("graph").out.splitlines() == [
        "1 repository: 0 edges between 0 pairs, 1 alone, no circle, to release in 1 step.",
        "No repository is known to depend on another: what they need comes from elsewhere.",
    ]


def test_a_long_table_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    asking(monkeypatch, *chain(*(f"r{number:03}" for number in range(250))))
    assert "… and 49 more; --json has all of them" in gitops("graph").out


def test_no_name_moves_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    asking(monkeypatch, member("\x1b[2Ja", ["\x1b[2Jb"]), member("\x1b[2Jb", offers=["\x1b[2Jb"]))
    for form in ("table", "json", "dot", "graphml", "mermaid"):
        assert "\x1b" not in gitops("graph", "--format", form).out
    assert "\x1b" not in gitops("impact", "\x1b[2Jb").out
