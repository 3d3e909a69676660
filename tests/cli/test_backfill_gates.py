"""Audits of the past, made out of git's history: gates, scores, vulnerabilities from when to when."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from resources.home import Home
from resources.reporting import report_of
from resources.store.frames import frames
from resources.store.store import Store
from tests.advisories.records import archive, osv
from tests.cli.command_line import gitops
from tests.repositories import git, repository

pytestmark = pytest.mark.usefixtures("quickly")

README = "# api\n\n" + "It answers questions about orders. " * 20 + "\n"
NOW = "the first audit"
VULNERABLE = "no-known-vulnerabilities"

Window = tuple[str, str | None]


def at(path: Path, day: str, **files: str) -> None:
    """Commit these files at noon of that day; an empty one goes. ``__`` stands for a dot."""
    for name, text in files.items():
        place = path / name.replace("__", ".")
        place.write_text(text)
        if not text:
            place.unlink()
    when = f"{day}T12:00:00 +0000"
    git(path, "add", "-A")
    git(path, "commit", "-q", "-m", "Change", GIT_COMMITTER_DATE=when, GIT_AUTHOR_DATE=when)


@pytest.fixture
def api(tmp_path: Path) -> Path:
    """It lacks a README until March and from May on, and needs a bad package just then."""
    path = tmp_path / "fleet" / "api"
    path.mkdir(parents=True)
    git(path, "init", "-q")
    at(path, "2026-01-10", requirements__txt="acme==1.0.0\n")
    at(path, "2026-03-10", README__md=README, requirements__txt="acme==2.0.0\n")
    at(path, "2026-05-10", README__md="", requirements__txt="acme==1.0.0\n")
    return path


@pytest.fixture
def advised(tmp_path: Path) -> None:
    bad = osv("GHSA-1", "PyPI", "acme", ("introduced", "0"), ("fixed", "2.0.0"))
    assert gitops("advisories", "import", archive(tmp_path / "all.zip", bad)).code == 0


def backfilled(*options: str) -> str:
    done = gitops("backfill", "gates", "--since", "2026-01-01", "--every", "month", *options)
    assert done.code == 0, done.err
    return done.out


def windows(home: Home, gate: str) -> list[Window]:
    """From which day until which a finding of the gate held, as the models read it out of the store."""
    with Store.open(home.store_url) as store:
        newest = store.latest_audit()
        assert newest is not None
        tables = frames(store, newest.id)
    audits = tables["audits"].to_dict("records")
    days = {row["audit"]: _day(row["audit"], row["started"]) for row in audits}
    rows = tables["findings"].sort_values("audit").to_dict("records")
    return [
        (days[row["audit"]], days.get(row["ended"]) if isinstance(row["ended"], int) else None)
        for row in rows
        if row["gate"] == gate
    ]


def _day(audit: int, started: int) -> str:
    return NOW if audit > 0 else datetime.fromtimestamp(started, UTC).date().isoformat()


def test_the_past_has_an_audit_for_each_moment_at_which_something_stood(
    api: Path, tmp_path: Path, home: Home
) -> None:
    gitops("audit", tmp_path / "fleet")
    before = git(api, "status", "--porcelain")
    told = backfilled()
    assert told.startswith("Made ")
    assert git(api, "status", "--porcelain") == before
    with Store.open(home.store_url) as store:
        made = [each for each in store.audits(100) if each.id < 0]
        (latest,) = [each.id for each in store.audits(100) if each.id > 0]
        assert store.previous_audit(latest) == -1
    days = [_day(each.id, each.started) for each in reversed(made)]
    assert days[:3] == ["2026-02-01", "2026-03-01", "2026-04-01"]
    assert f"{len(made)} audits" in told


def test_it_can_be_said_from_when_to_when_a_finding_held(api: Path, tmp_path: Path, home: Home) -> None:
    gitops("audit", tmp_path / "fleet")
    backfilled()
    lived = windows(home, "readme-present")
    assert lived == [("2026-02-01", "2026-04-01"), ("2026-06-01", NOW), (NOW, None)]


@pytest.mark.usefixtures("advised")
def test_it_can_be_said_from_when_to_when_a_vulnerability_was_open(
    api: Path, tmp_path: Path, home: Home
) -> None:
    gitops("audit", tmp_path / "fleet")
    backfilled()
    lived = windows(home, VULNERABLE)
    assert lived == [("2026-02-01", "2026-04-01"), ("2026-06-01", NOW), (NOW, None)]
    at(api, "2026-07-10", requirements__txt="acme==2.0.0\n")
    gitops("audit", tmp_path / "fleet")
    assert windows(home, VULNERABLE)[-1][1] == NOW


def test_reports_of_the_past_tell_scores_findings_and_what_changed(
    api: Path, tmp_path: Path, home: Home
) -> None:
    gitops("audit", tmp_path / "fleet")
    backfilled()
    then = gitops("report", "json", "--as-of", "2026-04-15").document
    assert then["audit"]["id"] < 0
    assert {each["gate"]: each["status"] for each in then["findings"]}["readme-present"] == "fixed"
    assert {"finding-fixed"} <= {each["kind"] for each in then["changes"]}
    with Store.open(home.store_url) as store:
        trend = report_of(store, 1).quality.trend
    assert len(trend) > 5
    assert all(point.score.value is not None for point in trend)


def test_a_second_backfill_takes_the_place_of_the_first(api: Path, tmp_path: Path, home: Home) -> None:
    gitops("audit", tmp_path / "fleet")
    backfilled()
    first = windows(home, "readme-present")
    backfilled()
    assert windows(home, "readme-present") == first
    gitops("backfill", "gates", "--since", "2026-08-01", "--every", "month")
    assert windows(home, "readme-present") == [("2026-08-01", NOW), (NOW, None)]


def test_a_repository_that_cannot_be_asked_is_named_and_stops_nobody(
    api: Path, tmp_path: Path, home: Home
) -> None:
    broken = repository(tmp_path / "fleet" / "web")
    gitops("audit", tmp_path / "fleet")
    (broken / ".git" / "HEAD").write_text("ref: refs/heads/gone\n")
    (broken / ".git" / "objects" / "pack").rename(broken / ".git" / "elsewhere")
    for each in (broken / ".git" / "objects").iterdir():
        each.rename(broken / ".git" / f"{each.name}.lost")
    done = gitops("backfill", "gates", "--since", "2026-01-01", "--every", "month")
    assert done.code == 0
    assert "not read: web: " in done.err


def test_what_audits_have_told_is_not_made_again(api: Path, tmp_path: Path, home: Home) -> None:
    gitops("audit", tmp_path / "fleet")
    with Store.open(home.store_url) as store, store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE audits SET started = 1767225600")  # 2026-01-01
    gitops("backfill", "gates", "--since", "2026-02-01").told(2, "not before the first audit", "earlier")
    gitops("backfill", "gates", "--since", "2999-01-01").told(2, "not in the past", "earlier")
