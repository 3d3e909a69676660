import pytest

from gitops_assets.core.health import health_of, row_of, worst_first
from gitops_assets.core.model import FindingStatus, Health, Outcome, Severity, State
from tests.core.fleet_snapshots import found, said
from tests.gates.build import state


@pytest.mark.parametrize(
    ("severities", "health"),
    [
        ((), Health.GREEN),
        ((Severity.INFO,), Health.GREEN),
        ((Severity.INFO, Severity.LOW), Health.YELLOW),
        ((Severity.MEDIUM,), Health.YELLOW),
        ((Severity.LOW, Severity.HIGH), Health.RED),
        ((Severity.CRITICAL,), Health.RED),
    ],
)
def test_the_worst_finding_gives_the_colour(severities: tuple[Severity, ...], health: Health) -> None:
    assert health_of(found(severity=severity) for severity in severities) is health


def test_a_fixed_finding_gives_none() -> None:
    fixed = [found(severity=Severity.CRITICAL, status=FindingStatus.FIXED)]
    row = row_of(state(), fixed, {})
    assert (row.health, row.findings, row.worst) == (Health.GREEN, 0, None)


def test_a_row_counts_open_findings_and_names_the_worst() -> None:
    row = row_of(state(), [found(severity=Severity.LOW), found(severity=Severity.HIGH)], {})
    assert (row.health, row.findings, row.worst) == (Health.RED, 2, Severity.HIGH)


def test_an_unknown_answer_is_shown_with_its_reason_and_changes_no_colour() -> None:
    answers = {
        "a-b": said(Outcome.UNKNOWN, "the gate crashed"),
        "c-d": said(Outcome.PASS),
        "e-f": said(Outcome.UNKNOWN),
    }
    row = row_of(state(), [], answers)
    assert row.unknown == ("a-b: the gate crashed", "e-f: no reason was given")
    assert row.health is Health.GREEN


def test_one_reason_for_many_unknown_answers_is_told_once() -> None:
    blind = said(Outcome.UNKNOWN, "the repository cannot be read")
    assert row_of(state(), [], dict.fromkeys(("a-b", "c-d"), blind)).unknown == (
        "2 gates: the repository cannot be read",
    )


def test_what_is_waived_is_shown_with_its_reason_and_changes_no_colour() -> None:
    answers = {
        "c-d": said(Outcome.EXEMPT, "1 finding waived: wip docs (until 2026-12-01)"),
        "a-b": said(Outcome.FAIL, "1 finding waived: another one is not"),
        "e-f": said(Outcome.FAIL),
    }
    row = row_of(state(), [], answers)
    assert row.exempt == (
        "a-b: 1 finding waived: another one is not",
        "c-d: 1 finding waived: wip docs (until 2026-12-01)",
    )
    assert (row.health, row.unknown) == (Health.GREEN, ())


def test_of_two_of_one_colour_the_worse_finding_stands_first_whatever_the_states() -> None:
    low, medium = [found(severity=Severity.LOW)], [found(severity=Severity.MEDIUM)]
    rows = [row_of(state(State.DIVERGED, slug="a"), low, {}), row_of(state(slug="b"), medium, {})]
    assert [row.state.slug for row in sorted(rows, key=worst_first)] == ["b", "a"]


def test_rows_stand_worst_first_by_colour_then_state_then_name() -> None:
    high = [found(severity=Severity.HIGH)]
    rows = [
        row_of(state(slug="b/clean"), [], {}),
        row_of(state(slug="a/clean"), [], {}),
        row_of(state(State.STALE, slug="d"), [], {}),
        row_of(state(State.AHEAD, State.DIVERGED, slug="c"), [], {}),
        row_of(state(slug="z"), high, {}),
    ]
    assert [row.state.slug for row in sorted(rows, key=worst_first)] == ["z", "c", "d", "a/clean", "b/clean"]
