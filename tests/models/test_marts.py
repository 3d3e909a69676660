"""What every mart says of one small fleet with all that can happen to a finding."""

from types import NoneType

import pytest

from dbt_like_reports.project import load_project
from dbt_like_reports.runner import Run, run
from tests.models.tables import DAY, rows, tables

NOW = 1_772_366_400  # 2026-03-01T12:00:00Z
AUDITS = [(audit, NOW - age * DAY, NOW - age * DAY + 60) for audit, age in ((3, 30), (7, 10), (9, 0))]
MEMBERS = [
    ("a/green", 3, None),
    ("a/left", 3, 9),
    ("a/new", 9, None),
    ("a/red", 3, None),
    ("a/yellow", 3, None),
]
STATES = [
    ("a/green", "docs", "low", "stale clean", NOW - 3 * DAY - 1, NOW - DAY),
    ("a/left", None, None, "clean", NOW, NOW),
    ("a/new", None, None, "clean", None, None),
    ("a/red", "@acme/core", "high", "unreadable", 2**63 - 1, -(2**63) + 1),
    ("a/yellow", None, None, "dirty untracked", NOW + DAY, NOW),
]
VERDICTS = [
    ("a/red", "work-committed", "unknown", 0),
    ("a/red", "stash-empty", "unknown", 0),
    ("a/red", "repository-readable", "fail", 0),
    ("a/left", "work-committed", "unknown", 0),
    ("a/green", "work-committed", "exempt", 1),
]
OLD, LATER, LATEST = (started for _, started, _ in AUDITS)
FINDINGS = [
    ("a/red", "repository-readable", "f1", "medium", OLD, 3, 7),
    ("a/red", "repository-readable", "f1", "high", OLD, 7, None),
    ("a/red", "stash-empty", "f2", "info", LATEST, 9, None),
    ("a/yellow", "work-committed", "f3", "low", OLD, 3, 7),
    ("a/yellow", "work-committed", "f3", "low", LATEST, 9, None),
    ("a/yellow", "stash-empty", "f4", "critical", LATER, 7, 9),
    ("a/green", "stash-empty", "f5", "info", OLD, 3, None),
    ("a/green", "long-closed", "f6", "high", OLD, 3, 7),
    ("a/left", "work-committed", "f7", "medium", LATER, 7, 9),
    ("a/green", "work-committed", "f8", "low", LATER, 7, 9),
]
CHANGES = [
    (7, "a/yellow", "finding-new", "stash-empty", "code"),
    (9, "", "inventory-known-again", "x", "access"),
]


@pytest.fixture(scope="module")
def made() -> Run:
    fleet = tables(
        audits=AUDITS,
        repositories=MEMBERS,
        repository_states=STATES,
        verdicts=VERDICTS,
        findings=FINDINGS,
        changes=CHANGES,
    )
    return run(load_project(), {"store": fleet})


def test_the_scorecard_tells_of_each_repository_worst_first(made: Run) -> None:
    day = ("2026-02-26T11:59:59", 3, "2026-02-28T12:00:00", 1)
    tomorrow = ("2026-03-02T12:00:00", -1, "2026-03-01T12:00:00", 0)
    unknown = (None, None, None, None)
    assert rows(made.tables["repository_scorecard"]) == [
        ("a/red", "@acme/core", "high", "red", "unreadable", 0, 1, 0, 0, 1, 2, 2, *unknown),
        ("a/yellow", None, None, "yellow", "dirty untracked", 0, 0, 0, 1, 0, 1, 0, *tomorrow),
        ("a/green", "docs", "low", "green", "stale clean", 0, 0, 0, 0, 1, 1, 0, *day),
        ("a/new", None, None, "green", "clean", 0, 0, 0, 0, 0, 0, 0, *unknown),
    ]


def test_the_fleets_health_counts_every_colour(made: Run) -> None:
    assert rows(made.tables["fleet_health"]) == [("red", 1, 2), ("yellow", 1, 1), ("green", 2, 1)]


def test_findings_by_gate_tell_what_became_of_them(made: Run) -> None:
    assert rows(made.tables["findings_by_gate"]) == [
        # gate, open, new, reopened, fixed, waived, repositories, oldest
        ("stash-empty", 2, 1, 0, 1, 0, 2, "2026-01-30T12:00:00", 30),
        ("repository-readable", 1, 0, 0, 0, 0, 1, "2026-01-30T12:00:00", 30),
        ("work-committed", 1, 0, 1, 1, 1, 1, "2026-03-01T12:00:00", 0),
    ]


def test_the_history_tells_each_audit_as_it_was(made: Run) -> None:
    assert rows(made.tables["fleet_history"]) == [
        # audit, finished, repositories, critical, high, medium, low, info, open, changes
        (3, "2026-01-30T12:01:00", 4, 0, 1, 1, 1, 1, 4, 0),
        (7, "2026-02-19T12:01:00", 4, 1, 1, 1, 1, 1, 5, 1),
        (9, "2026-03-01T12:01:00", 4, 0, 1, 0, 1, 2, 4, 1),
    ]


def test_every_column_test_holds_of_the_small_fleet(made: Run) -> None:
    assert [each.message for each in made.tests if not each.passed] == []
    assert len(made.tests) > 50


def test_a_first_audit_that_found_nothing_is_told_too() -> None:
    made = run(load_project(), {"store": tables(audits=AUDITS[:1])})
    assert rows(made.tables["fleet_health"]) == [("red", 0, 0), ("yellow", 0, 0), ("green", 0, 0)]
    assert rows(made.tables["fleet_history"]) == [(3, "2026-01-30T12:01:00", 0, 0, 0, 0, 0, 0, 0, 0)]
    assert not rows(made.tables["repository_scorecard"])
    assert not rows(made.tables["findings_by_gate"])
    assert all(each.passed for each in made.tests)


def test_whole_numbers_stay_whole_where_some_are_unknown(made: Run) -> None:
    ages = rows(made.tables["repository_scorecard"], "commit_age_days")
    assert {type(age) for (age,) in ages} == {int, NoneType}
