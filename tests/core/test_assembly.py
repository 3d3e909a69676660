from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.assembly import Scope, build_report, coverage_of
from gitops_assets.core.gates import GATES
from gitops_assets.core.model import Cause, Change, FindingStatus, Health, Outcome, Severity, State
from gitops_assets.core.report import AuditRecord, Report, summarise
from tests.core.fleet_snapshots import LISTED, found, said, snapshot
from tests.gates.build import AT, state

AUDIT = AuditRecord(
    id=2,
    started=AT,
    finished=AT + 5,
    previous=1,
    previous_finished=AT - 86_400,
    tool_version="0.1.0",
    rule_version="r1",
    policy_digest="p1",
    coverage=0.0,
    unknown=0,
)
SCOPE = Scope(fleet="home", roots=("~/src",), gates=GATES)
GRAVE = found("conflicts-resolved", severity=Severity.HIGH)
MILD = found("branch-current", slug="acme/lib", severity=Severity.LOW)
FIXED = found("work-committed", severity=Severity.CRITICAL, status=FindingStatus.FIXED)
MOVED = Change(slug="b", kind="head-moved", subject="HEAD", before="1", after="2", cause=Cause.CODE)
NEW = replace(MOVED, slug="a", kind="finding-new")
AFTER = snapshot(
    state(slug="acme/web"),
    state(State.BEHIND, slug="acme/lib"),
    state(State.CONFLICTED),
    findings=(GRAVE, MILD),
    verdicts={"a-b": said(Outcome.FAIL), "c-d": said(Outcome.UNKNOWN, "why not"), "e-f": said(Outcome.SKIP)},
)


def report(*findings: object) -> Report:
    return build_report(AUDIT, SCOPE, AFTER, findings=(FIXED, MILD, GRAVE), changes=(MOVED, NEW))


def test_a_report_says_which_audit_of_what_it_is() -> None:
    made = report()
    assert (made.generated, made.fleet, made.roots) == (AT + 5, "home", ("~/src",))
    assert made.inventory is LISTED
    assert made.audit.id == 2


def test_repositories_stand_worst_first() -> None:
    rows = [(row.state.slug, row.health, row.findings) for row in report().repositories]
    assert rows == [
        ("acme/app", Health.RED, 1),
        ("acme/lib", Health.YELLOW, 1),
        ("acme/web", Health.GREEN, 0),
    ]


def test_open_findings_stand_before_fixed_ones_and_worst_first() -> None:
    assert report().findings == (GRAVE, MILD, FIXED)


def test_the_order_of_what_goes_in_does_not_matter() -> None:
    made = {
        build_report(AUDIT, SCOPE, AFTER, findings=order).findings
        for order in permutations((GRAVE, MILD, FIXED))
    }
    assert len(made) == 1
    assert report().changes == (NEW, MOVED)


def test_coverage_is_what_is_known_of_what_applies() -> None:
    assert (report().audit.coverage, report().audit.unknown) == (0.5, 1)


def test_a_fleet_without_any_question_is_fully_known() -> None:
    assert coverage_of([]) == (1.0, 0)
    assert coverage_of([said(Outcome.SKIP)]) == (1.0, 0)


@settings(deadline=None)
@given(st.lists(st.sampled_from(Outcome)))
def test_coverage_is_a_share_and_falls_only_with_unknown_answers(outcomes: list[Outcome]) -> None:
    coverage, unknown = coverage_of(map(said, outcomes))
    assert 0 <= coverage <= 1
    assert (coverage == 1) == (unknown == 0)


def test_every_gate_is_described_in_the_rules() -> None:
    rules = report().rules
    assert tuple(rules) == GATES.ids
    assert rules["commits-pushed"].doc.startswith("Every commit of the branch is at its upstream.")


def test_the_counts_agree_with_the_rows() -> None:
    counts = summarise(report())
    assert counts.repositories == 3
    assert dict(counts.severities) == {Severity.HIGH: 1, Severity.LOW: 1}
    assert report().health is Health.RED
