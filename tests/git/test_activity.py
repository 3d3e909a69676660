"""The year of real repositories, hostile ones among them."""

import contextlib
import os
import time
from pathlib import Path

import pytest

from gitops_assets.core.vitality.model import DAY, Activity, Churn
from resources.git import activity
from resources.git.activity import activity_of
from tests.hostile import EXECUTING, MISLEADING, Builder
from tests.repositories import DATE, cloned, commit, git, repository

AT = DATE + 10 * DAY


def year(path: Path, at: int = AT) -> Activity:
    return activity_of(os.fsencode(path), git(path, "rev-parse", "HEAD"), at)


def commit_at(path: Path, days: int, text: str, address: str = "ada@example.org") -> None:
    (path / "README").write_text(text)
    git(path, "add", "-A")
    when = f"{AT - days * DAY} +0000"
    git(path, "commit", "-q", "-m", "Change", GIT_COMMITTER_DATE=when, GIT_AUTHOR_EMAIL=address)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "it"
    path.mkdir()
    git(path, "init", "-q")
    commit_at(path, 500, "one\n")
    commit_at(path, 120, "one\ntwo\n", "bob@example.org")
    commit_at(path, 20, "one\ntwo\nthree\n", "Ada@Example.org")
    commit_at(path, 2, "one\nthree\nfour\n", "49699333+dependabot[bot]@users.noreply.github.com")
    return path


def test_the_commits_of_a_year_are_told_with_numbers_for_people(place: Path) -> None:
    told = year(place)
    assert [(AT - each.at) // DAY for each in told.commits] == [2, 20, 120]
    assert [each.author for each in told.commits] == [None, 0, 1]
    assert told.unknown is None
    assert (told.releases, told.unmerged) == ((), ())


def test_churn_is_what_differs_from_where_the_branch_stood(place: Path) -> None:
    assert year(place).churn == Churn(files=1, added=2, removed=1)


def test_a_branch_that_is_younger_than_the_quarter_is_all_churn(tmp_path: Path) -> None:
    assert year(repository(tmp_path / "new", a="1\n2\n", b="1\n")).churn == Churn(2, 3, 0)


def test_a_year_without_commits_is_empty_and_not_unknown(place: Path) -> None:
    told = year(place, AT + 600 * DAY)
    assert (told.commits, told.unknown, told.churn) == ([], None, Churn(0, 0, 0))


def test_tags_and_branches_that_head_lacks_are_told_by_time(place: Path) -> None:
    git(place, "tag", "v1", "HEAD~1")
    git(place, "branch", "merged", "HEAD~1")
    git(place, "checkout", "-q", "-b", "feature")
    commit_at(place, 1, "more\n")
    git(place, "checkout", "-q", "main")
    told = year(place)
    assert told.releases == (AT - 20 * DAY,)
    assert told.unmerged == (AT - DAY,)


def test_a_shallow_clone_does_not_know_its_year(place: Path, tmp_path: Path) -> None:
    cut = cloned(place, tmp_path / "cut", "--depth", "2", "--no-local")
    told = year(cut)
    assert told.unknown is not None
    assert "shallow" in told.unknown
    assert told.churn.unknown == told.unknown
    assert year(cut, AT + 600 * DAY).unknown is None


def test_more_commits_than_are_counted_are_not_known(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity, "COMMITS", 2)
    assert year(place).unknown == "it has more than 2 commits in a year"


def test_a_repository_that_says_too_much_is_not_listened_to(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "_BYTES", 10)
    told = year(place)
    assert told.unknown == activity.SAID_TOO_MUCH
    assert (told.releases, told.unmerged) == (None, None)


def test_a_commit_that_is_gone_and_a_folder_that_is_none_are_unknown(place: Path, tmp_path: Path) -> None:
    assert activity_of(os.fsencode(place), "1" * 40, AT).unknown == f"bad object {'1' * 40}"
    assert activity_of(os.fsencode(tmp_path / "nowhere"), "1" * 40, AT).unknown


def test_an_author_with_odd_characters_is_one_line_still(place: Path) -> None:
    commit_at(place, 1, "odd\n", "x\ty\r\udcff@z")
    assert len(year(place).commits) == 4


@pytest.mark.parametrize("build", [*EXECUTING, *MISLEADING], ids=lambda build: build.__name__)
def test_hostile_repositories_make_git_run_nothing(build: Builder, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    path = build(tmp_path / "it", canary)
    begun = time.monotonic()
    with contextlib.suppress(AssertionError):
        year(path)
    assert not canary.exists()
    assert time.monotonic() - begun < 20


def test_a_merge_counts_and_its_first_parent_is_where_the_branch_stood(place: Path) -> None:
    git(place, "checkout", "-q", "-b", "side", "HEAD~2")
    commit(place, other="1\n")
    git(place, "checkout", "-q", "main")
    git(place, "merge", "-q", "--no-ff", "-m", "Merge", "side", GIT_COMMITTER_DATE=f"{AT} +0000")
    told = year(place)
    assert len(told.commits) == 5
    assert told.churn.files == 2
