"""What follows from refs is asked once, and again whenever anything moved from which it follows."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from resources.git import command, refs
from resources.git.command import Answer
from resources.git.layout import layout_of
from resources.git.memory import Memory
from resources.git.refs import History, history_of, standing_of
from tests.repositories import commit, git, repository

Asked = list[tuple[str | bytes, ...]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Every git command for refs, while the test runs."""
    commands: Asked = []
    real: Callable[..., Answer] = command.run

    def run(path: bytes, arguments: tuple[str | bytes, ...], timeout: float) -> Answer:
        commands.append(arguments)
        return real(path, arguments, timeout=timeout)

    monkeypatch.setattr(refs, "run", run)
    return commands


def look(where: Path, file: Path | None) -> History:
    """Look at the refs as one audit does: with what the file holds, and the file brought up to date."""
    memory = Memory(file)
    found = history_of(layout_of(bytes(where)), head_of(where), 30, memory)
    memory.save()
    return found


def head_of(where: Path) -> str:
    return git(where, "rev-parse", "HEAD")


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """Two commits after the tag v1, on one of two branches."""
    where = repository(tmp_path / "api")
    git(where, "tag", "v1")
    git(where, "branch", "topic")
    commit(where, README="one")
    commit(where, README="two")
    return where


def test_the_same_refs_are_asked_about_once(tagged: Path, tmp_path: Path, asked: Asked) -> None:
    first = look(tagged, tmp_path / "memory")
    assert (first.tag, first.commits_since_tag, set(first.branch_tips)) == ("v1", 2, {"main", "topic"})
    assert len(asked) == 2
    assert look(tagged, tmp_path / "memory") == first
    assert len(asked) == 2


@pytest.mark.parametrize(
    "move",
    [
        pytest.param(lambda where: commit(where, README="three"), id="a commit"),
        pytest.param(lambda where: git(where, "tag", "v2"), id="a tag"),
        pytest.param(lambda where: git(where, "tag", "-d", "v1"), id="a tag less"),
        pytest.param(lambda where: git(where, "branch", "more"), id="a branch"),
        pytest.param(lambda where: git(where, "branch", "deep/er", "main~1"), id="a branch in a folder"),
        pytest.param(lambda where: git(where, "branch", "-f", "topic", "main~1"), id="a branch moved"),
        pytest.param(lambda where: git(where, "checkout", "-q", "--detach", "main~1"), id="HEAD moved"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_whatever_moves_is_seen(
    tagged: Path, tmp_path: Path, move: Callable[[Path], object], *, packed: bool
) -> None:
    look(tagged, tmp_path / "memory")
    if packed:
        git(tagged, "pack-refs", "--all")
        look(tagged, tmp_path / "memory")
    move(tagged)
    assert look(tagged, tmp_path / "memory") == look(tagged, None)


def test_that_no_tag_is_below_is_remembered_too(tmp_path: Path, asked: Asked) -> None:
    where = repository(tmp_path / "api")
    git(where, "checkout", "-q", "-b", "side")
    commit(where, README="aside")
    git(where, "tag", "v9")
    git(where, "checkout", "-q", "main")
    found = [look(where, tmp_path / "memory") for _ in range(2)]
    assert [each.tag for each in found] == [None, None]
    assert sum(arguments[0] == "describe" for arguments in asked) == 1


def test_a_failure_is_asked_about_again(
    tagged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refs, "run", lambda *_, **__: Answer(-9, b"", "", timed_out=True))
    assert look(tagged, tmp_path / "memory").tag is None
    monkeypatch.undo()
    assert look(tagged, tmp_path / "memory").tag == "v1"


def test_what_moved_while_git_was_asked_is_not_remembered(
    tagged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, head = command.run, head_of(tagged)

    def disturbed(path: bytes, arguments: tuple[str, ...], timeout: float) -> Answer:
        git(tagged, "tag", "-f", "between", head)
        return real(path, arguments, timeout=timeout)

    monkeypatch.setattr(refs, "run", disturbed)
    assert look(tagged, tmp_path / "memory").tag == "between"
    monkeypatch.undo()
    git(tagged, "tag", "-d", "between")
    assert look(tagged, tmp_path / "memory").tag == "v1"


def test_history_that_was_cut_off_is_another_one(tagged: Path, tmp_path: Path) -> None:
    layout, head = layout_of(bytes(tagged)), head_of(tagged)
    whole = standing_of(layout, head)
    (tagged / ".git" / "shallow").write_text(f"{head}\n")
    assert standing_of(layout, head) not in (None, whole)
    assert look(tagged, tmp_path / "memory") == look(tagged, None)


@pytest.mark.parametrize("odd", ["graft", "a ref that names another", "a link", "too many"])
def test_refs_in_an_odd_form_are_never_remembered(tagged: Path, odd: str) -> None:
    info = tagged / ".git" / "info"
    info.mkdir(exist_ok=True)
    made: dict[str, Callable[[], object]] = {
        "graft": (info / "grafts").touch,
        "a ref that names another": lambda: git(
            tagged, "symbolic-ref", "refs/heads/alias", "refs/heads/main"
        ),
        "a link": lambda: (tagged / ".git" / "refs" / "heads" / "alias").symlink_to("main"),
        "too many": lambda: [git(tagged, "tag", f"t{nth}") for nth in range(refs.LOOSE + 1)],
    }
    made[odd]()
    assert standing_of(layout_of(bytes(tagged)), head_of(tagged)) is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"version": 1, "known": {"/x": 7}}', '{"version": 0}', "\xff"]
)
def test_a_memory_that_cannot_be_read_is_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "memory").write_text(text, "latin-1")
    assert Memory(tmp_path / "memory").recall(b"/x", "7") is None


def test_repositories_that_are_gone_are_forgotten(tagged: Path, tmp_path: Path) -> None:
    look(tagged, tmp_path / "memory")
    tagged.rename(tmp_path / "elsewhere")
    look(tmp_path / "elsewhere", tmp_path / "memory")
    assert list(json.loads((tmp_path / "memory").read_text())["known"]) == [str(tmp_path / "elsewhere")]


def test_a_memory_that_cannot_be_written_costs_nothing_but_time(tagged: Path, tmp_path: Path) -> None:
    assert look(tagged, tmp_path / "no folder" / "memory").tag == "v1"
