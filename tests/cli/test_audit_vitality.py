"""Audits keep how alive repositories are and what they cost, and ask git only where something moved."""

from pathlib import Path

import pytest

from gitops_assets.core.vitality.model import WEEK, week_of
from resources import vitality
from resources.git.activity import activity_of
from resources.home import Home
from resources.store.store import Store
from tests.cli.command_line import gitops
from tests.repositories import commit, git

pytestmark = pytest.mark.usefixtures("quickly")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The repositories of whose year git was asked."""
    names: list[str] = []

    def watched(path: bytes, head: str, at: int) -> object:
        names.append(Path(path.decode()).name)
        return activity_of(path, head, at)

    monkeypatch.setattr(vitality, "activity_of", watched)
    return names


def again(fleet: Path, asked: list[str]) -> list[str]:
    asked.clear()
    done = gitops("audit", fleet)
    assert done.code in (0, 1), done.err
    return sorted(asked)


def test_git_is_asked_again_where_refs_moved_and_nowhere_else(
    fleet: Path, home: Home, asked: list[str]
) -> None:
    assert again(fleet, asked) == ["api", "web"]
    assert again(fleet, asked) == []
    git(fleet / "api", "tag", "v1")
    assert again(fleet, asked) == ["api"]
    commit(fleet / "web", more="1\n")
    assert again(fleet, asked) == ["web"]
    with Store.open(home.store_url) as store:
        known = store.vitality.at(4)
    assert known["api"].released is not None
    assert known["web"].commits_year == 0  # tests commit in 2023


def test_a_repository_that_lives_is_asked_anew_every_week(
    fleet: Path, home: Home, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(fleet / "api", "commit", "-q", "--allow-empty", "-m", "Now", GIT_COMMITTER_DATE="")
    assert again(fleet, asked) == ["api", "web"]
    with Store.open(home.store_url) as store:
        assert store.vitality.standings()["web"].week is None
        assert store.vitality.at(1)["api"].commits_year == 1
    monkeypatch.setattr(vitality, "week_of", lambda at: week_of(at) + WEEK)
    assert again(fleet, asked) == ["api"]


def test_what_the_audit_took_is_kept_by_phase_and_by_repository(fleet: Path, home: Home) -> None:
    gitops("audit", fleet)
    with Store.open(home.store_url) as store:
        took = store.phases.of(1)
    phases = [each.phase for each in took if not each.slug]
    assert phases[:3] == ["Finding repositories", "Asking what should exist", "Looking at repositories"]
    assert "Writing report.json" in phases
    of_one = {each.phase for each in took if each.slug == "api"}
    assert of_one == {"Asking gates", "Measuring vitality"}
    assert all(each.microseconds > 0 for each in took)
