"""What the marts make of vitality and of what audits cost."""

import pytest

from dbt_like_reports.project import load_project
from dbt_like_reports.runner import Run, run
from tests.models.tables import DAY, rows, tables

NOW = 1_772_366_400  # 2026-03-01T12:00:00Z
AUDITS = [(1, NOW - DAY, NOW - DAY + 60), (2, NOW, NOW + 60)]


def alive(slug: str, risk: float | None, committed: int = NOW - DAY - 1) -> tuple[object, ...]:
    counts = (104, 13, 40, 1.5, 4, 2, 0.5, 1, 7, 70, 30)
    return (slug, None, committed, *counts, None, 2, NOW - 9 * DAY, NOW, 3, NOW - 2 * DAY, risk)


@pytest.fixture(scope="module")
def made() -> Run:
    fleet = tables(
        audits=AUDITS,
        repositories=[(slug, 1, None) for slug in ("alive", "alone", "gone", "never", "shallow")],
        repository_states=[
            (slug, "@acme", None, "clean", NOW, None)
            for slug in ("alive", "alone", "gone", "never", "shallow")
        ],
        vitality=[
            alive("alive", 0.0),
            alive("alone", 0.3),
            alive("gone", 0.6, 2**63 - 1),
            ("shallow", "it is shallow", NOW, *(None,) * 11, "it is shallow", *(None,) * 6),
        ],
        phases=[
            (1, "Asking gates", "", 1, 4, 250_000),
            (2, "Finding repositories", "", 0, 1, 1_000_000),
            (2, "Asking gates", "", 1, 4, 3_000_000),
            (2, "Asking gates", "alive", 1, 1, 1_000_000),
            (2, "Asking gates", "gone", 1, 1, 2_000_000),
        ],
    )
    return run(load_project(), {"store": fleet})


def test_the_likeliest_abandoned_come_first_and_the_unknown_last(made: Run) -> None:
    assert rows(made.tables["vitality"], "slug", "abandonment_risk", "unknown") == [
        ("gone", "high", None),
        ("alone", "medium", None),
        ("alive", "low", None),
        ("never", "unknown", "it was never measured"),
        ("shallow", "unknown", "it is shallow"),
    ]


def test_ages_and_rates_are_those_of_the_audit(made: Run) -> None:
    columns = ("commits_per_week", "commit_age_days", "oldest_branch_age_days", "release_age_days")
    assert rows(made.tables["vitality"], *columns)[2] == (2.0, 1, 9, 2)
    assert rows(made.tables["vitality"], "committed_at", "commit_age_days")[0] == (None, None)


def test_what_an_audit_cost_is_told_by_phase_with_the_slowest_repository(made: Run) -> None:
    columns = ("audit", "position", "phase", "seconds", "share", "slowest_repository", "slowest_seconds")
    assert rows(made.tables["audit_cost"], *columns) == [
        (1, 2, "Asking gates", 0.25, 1.0, None, None),
        (2, 1, "Finding repositories", 1.0, 0.25, None, None),
        (2, 2, "Asking gates", 3.0, 0.75, "gone", 2.0),
    ]


def test_every_column_test_holds(made: Run) -> None:
    assert [each.message for each in made.tests if not each.passed] == []
