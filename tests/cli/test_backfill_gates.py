"""Audits of the past, made out of git's history: gates, scores, findings from when to when."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from resources.home import Home
from resources.reporting import report_of
from resources.store.frames import frames
from resources.store.store import Store
from tests.cli.command_line import gitops
from tests.repositories import git, repository

pytestmark = pytest.mark.usefixtures("quickly")

SINCE = ("--since", "2026-01-01", "--every", "month")


def at(path: Path, day: str, **files: str) -> None:
    """Commit these files at noon of that day; an empty one goes."""
    for name, text in files.items():
        (path / name).write_text(text)
        if not text:
            (path / name).unlink()
    git(path, "add", "-A")
    when = f"{day}T12:00:00 +0000"
    git(path, "commit", "-q", "--allow-empty", "-m", "Change", GIT_COMMITTER_DATE=when, GIT_AUTHOR_DATE=when)


def moment(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


@pytest.fixture
def api(tmp_path: Path) -> Path:
    """It has no README from the beginning until March, and none again from May on."""
    path = tmp_path / "fleet" / "api"
    path.mkdir(parents=True)
    git(path, "init", "-q")
    at(path, "2026-01-10", main="1\n")
    at(path, "2026-03-10", README="# api\n")
    at(path, "2026-05-10", README="")
    return path


def windows(home: Home, gate: str) -> list[tuple[int, int | None]]:
    """From which audit until which a gate's finding held, as the last audit knows it."""
    with Store.open(home.store_url) as store:
        newest = store.latest_audit()
        assert newest is not None
        found = frames(store, newest.id)["findings"]
    rows = found[found["gate"] == gate].sort_values("audit")
    return [
        (row.audit, None if row.ended is None or row.ended != row.ended else int(row.ended))
        for row in _rows(rows)
    ]


def test_the_past_has_audits_with_findings_from_when_to_when(api: Path, tmp_path: Path, home: Home) -> None:
    gitops("audit", tmp_path / "fleet")
    status = git(api, "status", "--porcelain")
    done = gitops("backfill", "gates", *SINCE)
    assert done.code == 0, done.err
    assert done.out.startswith("Made ")
    assert git(api, "status", "--porcelain") == status
    with Store.open(home.store_url) as store:
        told = frames(store, 1)["audits"]
        days = {
            int(row.audit): datetime.fromtimestamp(row.started, UTC).date().isoformat() for row in _rows(told)
        }
        assert store.audit(1).id == 1
    assert sorted(days.values())[:4] == ["2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"]
    assert all(audit < 0 for audit, day in days.items() if audit != 1)
    lived = [(days[since], until and days.get(until)) for since, until in windows(home, "readme-present")]
    assert lived == [("2026-02-01", "2026-04-01"), ("2026-06-01", days[1]), (days[1], None)]
