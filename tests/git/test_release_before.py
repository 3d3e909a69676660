"""The release before a commit, found among the tags of real repositories."""

import os
from pathlib import Path

import pytest

from resources.git.releases import NoRelease, release_before
from tests.repositories import cloned, commit, git, repository


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return repository(tmp_path / "here")


def before(here: Path, *, own: bool = False) -> str:
    return release_before(os.fsencode(here), git(here, "rev-parse", "HEAD"), own=own)[0]


def test_a_release_of_the_commit_itself_is_not_before_it(here: Path) -> None:
    git(here, "tag", "v1.0.0")
    commit(here, a="1")
    git(here, "tag", "-a", "-m", "two", "v2.0.0")
    git(here, "tag", "-a", "-m", "nested", "v2.0.1", "v2.0.0")
    assert before(here) == "v1.0.0"
    assert before(here, own=True) == "v2.0.1"


def test_one_that_the_commit_cannot_reach_is_none(here: Path) -> None:
    git(here, "tag", "v1.0.0")
    git(here, "checkout", "-q", "-b", "next")
    commit(here, a="1")
    git(here, "tag", "v2.0.0")
    git(here, "checkout", "-q", "main")
    commit(here, b="1")
    assert before(here) == "v1.0.0"


def test_tags_that_name_no_commit_or_no_version_are_passed_over(here: Path) -> None:
    git(here, "tag", "v3.0.0", "HEAD:README")
    git(here, "tag", "deployed")
    commit(here, a="1")
    with pytest.raises(NoRelease, match="no earlier tag is named like a version"):
        before(here)


def test_a_shallow_clone_says_so(here: Path, tmp_path: Path) -> None:
    git(here, "tag", "v1.0.0")
    commit(here, a="1")
    there = cloned(here, tmp_path / "there", "--depth=1", "--no-local")
    with pytest.raises(NoRelease, match="the clone is shallow"):
        before(there)


def test_what_is_no_commit_is_no_option_either(here: Path) -> None:
    git(here, "tag", "v1.0.0")
    with pytest.raises(NoRelease):
        release_before(os.fsencode(here), "--all")
