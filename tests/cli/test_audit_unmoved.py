"""Graph and conflicts are worked out again when anything moved that they follow from, and only then."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resources.dependencies import knowledge
from resources.store.dependency_store import DependencyStore
from tests.cli.command_line import gitops
from tests.cli.test_audit_dependencies import family, manifest, write
from tests.repositories import commit, git, repository

__all__ = ["family"]
pytestmark = pytest.mark.usefixtures("quickly")

Workings = list[str]
FLEET = "name: home\nroots: [fleet]\n"


@pytest.fixture
def workings(monkeypatch: pytest.MonkeyPatch) -> Workings:
    """What was worked out, one word each time."""
    seen: Workings = []

    def watched(name: str, work: Callable[..., Any]) -> None:
        def working(*arguments: Any) -> Any:  # noqa: ANN401 - whatever the function takes and gives
            seen.append(name)
            return work(*arguments)

        monkeypatch.setattr(knowledge, name, working)

    watched("build_graph", knowledge.__dict__["build_graph"])
    watched("all_conflicts", knowledge.__dict__["all_conflicts"])
    return seen


def audited(root: Path) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """What an audit tells of dependencies, without when it looked."""
    file = root.parent / "fleet.yaml"
    if not file.exists():
        file.write_text(FLEET)
    done = gitops("audit", "--fleet", file, "--json")
    assert done.code == 0, done.err
    told = done.document["dependencies"]
    for edge in told["graph"]["edges"]:
        del edge["last_validated"]
    return told


def anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """The same out of a home that knows nothing yet."""
    with monkeypatch.context() as patch:
        patch.setenv("GITOPS_HOME", str(root.parent / "another home"))
        return audited(root)


def of_fleet(text: str) -> Callable[[Path], None]:
    def move(root: Path) -> None:
        (root.parent / "fleet.yaml").write_text(FLEET + text)

    return move


def lib_moves(root: Path) -> None:
    write(root / "lib", **{"package.json": manifest("lib", react="^17.0.0")})
    commit(root / "lib")


def web_leaves(root: Path) -> None:
    (root / "web").rename(root.parent / "web")


def another_comes(root: Path) -> None:
    repository(root / "app")
    write(root / "app", **{"package.json": manifest("app", lib="^1.0.0")})
    commit(root / "app")


def lib_gets_an_address(root: Path) -> None:
    git(root / "lib", "remote", "add", "upstream", "https://example.org/acme/lib.git")


MOVES = {
    "a scan": lib_moves,
    "who is here": web_leaves,
    "who is new": another_comes,
    "an address": lib_gets_an_address,
    "the policy": of_fleet("dependencies:\n  banned:\n    - {name: react, reason: old}\n"),
    "an owner": of_fleet("owners:\n  '*': team\n"),
    "how much somebody matters": of_fleet("criticality:\n  lib: critical\n"),
    "the inventory": of_fleet("inventory:\n  - {list: [lib, web, far]}\n"),
}


def test_what_did_not_move_is_not_worked_out_again(family: Path, workings: Workings) -> None:
    first = audited(family)
    assert workings == ["build_graph", "all_conflicts"]
    assert audited(family) == first
    assert audited(family) == first
    assert workings == ["build_graph", "all_conflicts"]
    assert {each["kind"] for each in first["conflicts"]} == {"conflict"}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_whatever_moves_is_worked_out_again(
    family: Path, workings: Workings, move: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    audited(family)
    del workings[:]
    move(family)
    told = audited(family)
    assert workings == ["build_graph", "all_conflicts"]
    assert told == anew(family, monkeypatch) or move is web_leaves  # who left is known only where it was


@pytest.mark.parametrize("version", ["tool", "gates", "graph"])
def test_whoever_judges_otherwise_works_it_out_again(
    family: Path, workings: Workings, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = audited(family)
    del workings[:]
    if version == "tool":
        monkeypatch.setattr("resources.auditing.version", lambda _: "99")
    elif version == "gates":
        monkeypatch.setattr("resources.auditing.rule_version", lambda _: "others")
    else:
        monkeypatch.setattr(knowledge, "RULES", 99)
    assert audited(family) == first
    assert workings == ["build_graph", "all_conflicts"]


@pytest.mark.parametrize("where", ["record_conflicts", "record_edges"])
def test_an_audit_that_ends_halfway_misleads_none(
    family: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    first = audited(family)
    lib_moves(family)
    with monkeypatch.context() as patch:
        patch.setattr(DependencyStore, where, broken)
        assert gitops("audit", "--fleet", family.parent / "fleet.yaml").code == 3
    git(family / "lib", "reset", "-q", "--hard", "HEAD~1")
    assert audited(family) == first


def broken(*_: object) -> None:
    raise RuntimeError("the power is cut")
