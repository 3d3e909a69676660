"""One git status costs the same memory whether it names ten files or a million."""

import os
import shutil
import tracemalloc
from pathlib import Path

import pytest

from gitops_assets.core.model import State
from gitops_assets.core.state.derive import Ages, derive
from resources.git.state import Reading, observe
from tests.repositories import repository

NAMES = 100_000
MEMORY = 8_000_000
"""Bytes; all the names together have more."""

STATUS_ALONE = """\
#!/bin/sh
[ "$1" = status ] || exec {git} "$@"
"""
TALKATIVE = """\
printf '# branch.oid (initial)\\0# branch.head main\\0'
yes | head -n {names} | sed -e '=' -e d | sed -e 's/^/? {padding}/' | tr '\\n' '\\000'
{end}
"""


def git_with(status: str, folder: Path) -> str:
    """A PATH with a git that answers one question in its own way."""
    folder.mkdir()
    program = folder / "git"
    program.write_text(STATUS_ALONE.format(git=shutil.which("git")) + status)
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def talkative_git(folder: Path, end: str = "") -> str:
    """A git whose every status has very many names."""
    return git_with(TALKATIVE.format(names=NAMES, padding="x" * 100, end=end), folder)


def test_a_status_of_very_many_names_is_counted_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = os.fsencode(repository(tmp_path / "vast"))
    monkeypatch.setenv("PATH", talkative_git(tmp_path / "bin"))
    tracemalloc.start()
    seen = observe(path, Reading())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    state = derive("vast", "/vast", seen, Ages(now=0))
    assert state.why is None
    assert (state.untracked, len(state.changed)) == (NAMES, 20)
    assert state.has(State.UNTRACKED)
    assert peak < MEMORY


def test_a_status_that_fails_after_many_names_is_no_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = os.fsencode(repository(tmp_path / "vast"))
    monkeypatch.setenv("PATH", talkative_git(tmp_path / "bin", "echo fatal: it broke >&2; exit 128"))
    seen = observe(path, Reading())
    assert (seen.status, seen.why) == (None, "it broke")


def test_what_is_no_status_ends_git_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = os.fsencode(repository(tmp_path / "odd"))
    path_variable = git_with("printf 'hello\\0'\nexec sleep 600\n", tmp_path / "bin")
    monkeypatch.setenv("PATH", path_variable)
    assert "unknown kind" in (observe(path, Reading(timeout=30)).why or "")
