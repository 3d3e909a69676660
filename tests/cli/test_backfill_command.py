"""What was true before the first audit, out of git's history and without touching the work tree."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from resources.dependencies.past import members_as_of
from resources.home import Home
from resources.store.store import Store
from tests.cli.command_line import gitops
from tests.repositories import commit, git, repository

OLD = '[submodule "old"]\n\tpath = old\n\turl = https://host/acme/old.git\n'
NEW = OLD.replace("old", "new")

pytestmark = pytest.mark.usefixtures("quickly")


def names(home: Home, day: str) -> dict[str, list[str]]:
    moment = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
    with Store.open(home.store_url) as store:
        members = members_as_of(store, moment)
    return {each.slug: [found.name for found in each.known.dependencies] for each in members}


def at(path: Path, day: str, text: str) -> None:
    """Commit this .gitmodules at noon of that day."""
    (path / ".gitmodules").write_text(text)
    git(path, "add", "-A")
    git(path, "commit", "-q", "-m", "Change", GIT_COMMITTER_DATE=f"{day}T12:00:00 +0000")


def test_a_backfill_answers_for_days_before_the_first_audit(tmp_path: Path, home: Home) -> None:
    api = tmp_path / "fleet" / "api"
    api.mkdir(parents=True)
    git(api, "init", "-q")
    at(api, "2026-01-05", OLD)
    at(api, "2026-02-10", NEW)
    (api / ".gitmodules").write_text("not committed")
    gitops("audit", tmp_path / "fleet")
    before = git(api, "status", "--porcelain")
    done = gitops("backfill", "dependencies", "--since", "2026-01-01", "--every", "week")
    assert done.code == 0, done.err
    assert done.out.startswith("Read 2 commits of 1 repository, as they stood at")
    assert names(home, "2026-01-20") == {"api": ["https://host/acme/old.git"]}
    assert names(home, "2026-02-20") == {"api": ["https://host/acme/new.git"]}
    assert names(home, "2026-01-03") == {}
    assert git(api, "status", "--porcelain") == before


def test_a_repository_whose_past_nobody_read_is_unknown_and_not_empty(tmp_path: Path, home: Home) -> None:
    repository(tmp_path / "fleet" / "api", __gitmodules=OLD)
    gitops("audit", tmp_path / "fleet")
    with Store.open(home.store_url) as store:
        (member,) = members_as_of(store, 1_000_000_000)
    assert member.known.unknown == "no audit and no backfill tells how it was then"


def test_a_day_that_has_not_come_and_a_word_that_is_no_day_are_refused(tmp_path: Path) -> None:
    gitops("backfill", "dependencies", "--since", "2999-01-01").told(2, "not in the past", "earlier")
    gitops("backfill", "dependencies", "--since", "yesterday").told(2, "'yesterday'", "2026-11-21")


def test_before_the_first_audit_there_is_nothing_to_fill(home: Home) -> None:
    with Store.open(home.store_url) as store:
        home.path.mkdir(parents=True)
        store.migrate()
    gitops("backfill", "dependencies", "--since", "2026-01-01").told(4, "no audit", "gitops-assets audit")


def test_an_audit_knows_what_changed_since_its_own_time(tmp_path: Path, home: Home) -> None:
    api = repository(tmp_path / "fleet" / "api", __gitmodules=OLD)
    gitops("audit", tmp_path / "fleet")
    commit(api, __gitmodules=NEW)
    gitops("audit", tmp_path / "fleet")
    assert names(home, "2999-01-01") == {"api": ["https://host/acme/new.git"]}


def test_a_history_that_was_rewritten_leaves_nothing_of_the_old_one(tmp_path: Path, home: Home) -> None:
    api = tmp_path / "fleet" / "api"
    api.mkdir(parents=True)
    git(api, "init", "-q")
    at(api, "2026-01-05", OLD)
    at(api, "2026-02-10", NEW)
    gitops("audit", tmp_path / "fleet")
    gitops("backfill", "dependencies", "--since", "2026-01-01")
    git(api, "reset", "-q", "--hard", "HEAD~1")
    gitops("audit", tmp_path / "fleet")
    gitops("backfill", "dependencies", "--since", "2026-01-01", "--every", "month")
    assert names(home, "2026-03-01") == {"api": ["https://host/acme/old.git"]}


def test_a_day_too_far_back_for_daily_looks_is_refused(tmp_path: Path) -> None:
    gitops("backfill", "dependencies", "--since", "1990-01-01", "--every", "day").told(2, "10,000", "--every")
