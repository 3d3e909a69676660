"""Whether a repository moved, told by a few small files or by its remote."""

import os
from pathlib import Path

import pytest

from resources.git.moves import remote_stamps, stamp_of
from tests.repositories import cloned, commit, git, repository

SECONDS = 30.0


def stamp(path: Path) -> str | None:
    return stamp_of(os.fsencode(path), SECONDS)


def there(path: Path) -> str | None:
    return remote_stamps([os.fsencode(path)], SECONDS)[os.fsencode(path)]


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return repository(tmp_path / "origin")


def test_commits_branches_tags_and_checkouts_move_it_and_work_does_not(origin: Path) -> None:
    seen = {stamp(origin)}
    for act in (("branch", "other"), ("tag", "v1"), ("checkout", "-q", "other"), ("branch", "-D", "main")):
        git(origin, *act)
        seen.add(stamp(origin))
    commit(origin, README="other\n")
    seen.add(stamp(origin))
    assert len(seen) == 6
    (origin / "README").write_text("not committed\n")
    git(origin, "gc", "-q")
    before = stamp(origin)
    git(origin, "status")
    assert stamp(origin) == before


def test_refs_kept_elsewhere_are_asked_of_git(tmp_path: Path) -> None:
    path = tmp_path / "other"
    path.mkdir()
    git(path, "init", "-q", "-b", "main")
    commit(path, a="1\n")
    git(path, "symbolic-ref", "refs/heads/alias", "refs/heads/main")
    before = stamp(path)
    commit(path, a="2\n")
    assert None not in (before, stamp(path))
    assert stamp(path) != before


def test_what_is_no_repository_any_more_cannot_be_told(tmp_path: Path) -> None:
    assert stamp(tmp_path / "gone") is None
    (tmp_path / "plain").mkdir()
    assert stamp(tmp_path / "plain") is None
    assert there(tmp_path / "gone") is None


def test_a_remote_is_told_by_its_branches_and_tags(origin: Path, tmp_path: Path) -> None:
    clone = cloned(origin, tmp_path / "clone")
    before = there(clone)
    assert before is not None
    assert there(clone) == before
    commit(origin, README="pushed\n")
    assert there(clone) != before
    assert there(origin) is None  # it has none


def test_a_remote_that_names_a_program_is_never_asked(origin: Path, tmp_path: Path) -> None:
    clone = cloned(origin, tmp_path / "clone")
    mark = tmp_path / "ran"
    for key, value in (
        ("remote.origin.uploadpack", f"touch {mark};"),
        ("remote.origin.url", f"ext::touch {mark}"),
        ("core.sshCommand", f"touch {mark}"),
    ):
        git(clone, "config", key, value)
        there(clone)
    assert not mark.exists()


def test_a_remote_that_is_gone_is_silent(origin: Path, tmp_path: Path) -> None:
    clone = cloned(origin, tmp_path / "clone")
    origin.rename(tmp_path / "elsewhere")
    assert there(clone) is None
