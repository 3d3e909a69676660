"""What every mart says of one small fleet with all that can happen to a finding."""

import json
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


def answers(**said: tuple[str, str | None]) -> str:
    return json.dumps({gate.replace("_", "-"): answer for gate, answer in said.items()})


UNKNOWN = ("unknown", "nobody could look")
VERDICTS = [
    (
        "a/red",
        "state",
        answers(work_committed=UNKNOWN, stash_empty=UNKNOWN, repository_readable=("fail", None)),
        3,
        None,
    ),
    ("a/left", "state", answers(work_committed=UNKNOWN), 3, 9),
    ("a/green", "state", answers(work_committed=("fail", None)), 7, 9),
    ("a/green", "state", answers(work_committed=("exempt", "for a while")), 9, None),
    ("a/yellow", "state", answers(work_committed=("pass", None)), 3, 9),
    ("a/yellow", "state", answers(work_committed=("fail", None)), 9, None),
]
SCORES = [
    ("a/red", 40.0, 0.5, "D", 3, None),
    ("a/yellow", 100.0, 1.0, "A", 3, 9),
    ("a/yellow", 70.0, 1.0, "C", 9, None),
    ("a/left", 10.0, 1.0, "E", 3, 9),
    ("a/new", None, 1.0, None, 9, None),
]
OLD, LATER, LATEST = (started for _, started, _ in AUDITS)
FINDINGS = [
    ("a/red", "repository-readable", "f1", "medium", ".", None, OLD, 3, 7),
    ("a/red", "repository-readable", "f1", "high", ".", None, OLD, 7, None),
    ("a/red", "stash-empty", "f2", "info", ".", None, LATEST, 9, None),
    ("a/yellow", "work-committed", "f3", "low", ".", None, OLD, 3, 7),
    ("a/yellow", "work-committed", "f3", "low", ".", None, LATEST, 9, None),
    ("a/yellow", "stash-empty", "f4", "critical", ".", None, LATER, 7, 9),
    ("a/green", "stash-empty", "f5", "info", ".", None, OLD, 3, None),
    ("a/green", "long-closed", "f6", "high", ".", None, OLD, 3, 7),
    ("a/left", "work-committed", "f7", "medium", ".", None, LATER, 7, 9),
    ("a/green", "work-committed", "f8", "low", ".", None, LATER, 7, 9),
]
CHANGES = [
    (7, "a/yellow", "finding-new", "stash-empty", None, "critical", "code"),
    (9, "", "inventory-known-again", "x", None, None, "access"),
    (9, "a/yellow", "score-moved", "work-committed", "100.0", "70.0", "code"),
    (9, "a/green", "finding-waived", "work-committed", None, None, "policy"),
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
        scores=SCORES,
    )
    return run(load_project(), {"store": fleet})


def test_the_scorecard_tells_of_each_repository_worst_first(made: Run) -> None:
    day = ("2026-02-26T11:59:59", 3, "2026-02-28T12:00:00", 1)
    tomorrow = ("2026-03-02T12:00:00", -1, "2026-03-01T12:00:00", 0)
    unknown = (None, None, None, None)
    bad, fair, none = (40.0, "D", 0.5), (70.0, "C", 1.0), (None, None, None)
    assert rows(made.tables["repository_scorecard"]) == [
        ("a/red", "@acme/core", "high", "red", "unreadable", 0, 1, 0, 0, 1, 2, 2, *bad, *unknown),
        ("a/yellow", None, None, "yellow", "dirty untracked", 0, 0, 0, 1, 0, 1, 0, *fair, *tomorrow),
        ("a/green", "docs", "low", "green", "stale clean", 0, 0, 0, 0, 1, 1, 0, *none, *day),
        ("a/new", None, None, "green", "clean", 0, 0, 0, 0, 0, 0, 0, None, None, 1.0, *unknown),
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
    told = rows(made.tables["fleet_history"])
    assert [row[:9] for row in told] == [
        # audit, finished, repositories, critical, high, medium, low, info, open
        (3, "2026-01-30T12:01:00", 4, 0, 1, 1, 1, 1, 4),
        (7, "2026-02-19T12:01:00", 4, 1, 1, 1, 1, 1, 5),
        (9, "2026-03-01T12:01:00", 4, 0, 1, 0, 1, 2, 4),
    ]
    weights = {"high": 3.0, None: 2.0}
    before = (40 * weights["high"] + 100 * weights[None]) / sum(weights.values())
    assert [row[9] for row in told] == [before, before, (40 * 3.0 + 70 * 2.0) / 5.0]
    assert [row[11] for row in told] == [0, 1, 3]


def test_findings_come_and_go_and_the_parts_add_up(made: Run) -> None:
    assert rows(made.tables["finding_changes"]) == [
        # audit, finished, new, reopened, fixed, waived, worse, better, open
        (3, "2026-01-30T12:01:00", 4, 0, 0, 0, 0, 0, 4),
        (7, "2026-02-19T12:01:00", 3, 0, 2, 0, 0, 0, 5),
        (9, "2026-03-01T12:01:00", 1, 1, 2, 1, 0, 0, 4),
    ]


def test_scores_are_told_when_they_move_and_why(made: Run) -> None:
    history = rows(made.tables["score_history"], "slug", "audit", "score", "is_latest")
    assert history == [
        ("a/new", 9, None, True),
        ("a/red", 3, 40.0, True),
        ("a/yellow", 3, 100.0, False),
        ("a/yellow", 9, 70.0, True),
    ]
    moved = rows(made.tables["score_changes"], "audit", "slug", "cause", "gates", "points")
    assert moved == [(9, "a/yellow", "code", "work-committed", -30.0)]


def test_pass_rates_are_told_where_they_move_and_as_of_now(made: Run) -> None:
    told = rows(made.tables["gate_pass_rates"])
    assert [(row[0], *row[2:]) for row in told if row[2] == "work-committed"] == [
        # audit, gate, passes, fails, skips, unknowns, exempts, rate
        (3, "work-committed", 1, 0, 0, 2, 0, 1.0),
        (7, "work-committed", 1, 1, 0, 2, 0, 0.5),
        (9, "work-committed", 0, 1, 0, 1, 1, 0.0),
    ]


def test_owners_answer_for_what_is_theirs(made: Run) -> None:
    told = rows(made.tables["owner_scorecard"], "owner", "repositories", "red", "open_findings", "mean_score")
    assert told == [("@acme/core", 1, 1, 2, 40.0), (None, 2, 0, 1, 70.0), ("docs", 1, 0, 1, None)]


def test_findings_are_told_by_their_age(made: Run) -> None:
    told = rows(made.tables["findings_by_age"], "gate", "age", "open", "oldest_age_days")
    assert told == [
        ("stash-empty", "today", 1, 0),
        ("stash-empty", "quarter", 1, 30),
        ("repository-readable", "quarter", 1, 30),
        ("work-committed", "today", 1, 0),
    ]


def test_three_audits_make_no_trend(made: Run) -> None:
    assert rows(made.tables["fleet_trend"]) == []


def test_every_column_test_holds_of_the_small_fleet(made: Run) -> None:
    assert [each.message for each in made.tests if not each.passed] == []
    assert len(made.tests) > 50


def test_a_first_audit_that_found_nothing_is_told_too() -> None:
    made = run(load_project(), {"store": tables(audits=AUDITS[:1])})
    assert rows(made.tables["fleet_health"]) == [("red", 0, 0), ("yellow", 0, 0), ("green", 0, 0)]
    nothing = (0, 0, 0, 0, 0, 0, 0, None, None, 0)
    assert rows(made.tables["fleet_history"]) == [(3, "2026-01-30T12:01:00", *nothing)]
    assert not rows(made.tables["repository_scorecard"])
    assert not rows(made.tables["findings_by_gate"])
    assert all(each.passed for each in made.tests)


def test_whole_numbers_stay_whole_where_some_are_unknown(made: Run) -> None:
    ages = rows(made.tables["repository_scorecard"], "commit_age_days")
    assert {type(age) for (age,) in ages} == {int, NoneType}
