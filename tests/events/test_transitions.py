import json
from collections.abc import Sequence
from dataclasses import replace

import jsonschema_rs

from gitops_assets.core.compliance.record import ScoreRecord
from gitops_assets.core.compliance.score import Score
from gitops_assets.core.compliance.section import QualitySection, TrendPoint
from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.events.schema import event_schema
from gitops_assets.core.events.transitions import transitions
from gitops_assets.core.model import Cause, Change, FindingRecord, FindingStatus, Health, Severity
from gitops_assets.core.report import Report, RepositoryRow
from tests.core.fleet_snapshots import found
from tests.exporters.golden_fleet import NOW, state
from tests.exporters.golden_fleet import report as golden_report

ROW = RepositoryRow(
    state=state("acme/app", head="1" * 40, owner="platform team", tags=("work",)),
    health=Health.YELLOW,
    findings=1,
    worst=Severity.MEDIUM,
)


def report(
    *findings: FindingRecord,
    changes: Sequence[Change] = (),
    previous: int | None = 13,
    quality: QualitySection | None = None,
    rows: Sequence[RepositoryRow] = (ROW,),
) -> Report:
    golden = golden_report()
    return replace(
        golden,
        audit=replace(golden.audit, previous=previous),
        repositories=tuple(rows),
        findings=findings,
        changes=tuple(changes),
        quality=quality or QualitySection(),
    )


def kinds(events: Sequence[Event]) -> list[tuple[str, str]]:
    return [(event.kind.value, event.slug) for event in events if event.kind is not EventKind.AUDIT_COMPLETED]


def moved(kind: str, subject: str = "", before: str | None = None, after: str | None = None) -> Change:
    return Change(
        slug="acme/app", kind=kind, subject=subject, before=before, after=after, cause=Cause.DEPENDENCY
    )


def test_a_new_finding_opens_fails_its_gate_and_turns_the_light() -> None:
    finding = found(status=FindingStatus.NEW)
    change = moved("finding-new", finding.gate, None, finding.message)
    events = transitions(report(finding, changes=[change]))
    assert kinds(events) == [
        ("health.changed", ""),
        ("finding.opened", "acme/app"),
        ("gate.failed", "acme/app"),
        ("health.changed", "acme/app"),
    ]
    opened = events[2]
    assert (opened.severity, opened.owner, opened.tags) == (Severity.MEDIUM, "platform team", ("work",))
    assert opened.subject == finding.fingerprint
    assert opened.details["why"] == "dependency"
    assert opened.details["gate"] == "work-committed"
    assert opened.details["standing"] == {
        "commit": "1" * 40,
        "branch": "main",
        "url": "https://git.example.org/acme/app.git",
        "health": "yellow",
        "findings": 1,
        "worst": "medium",
        "score": None,
    }


def test_the_last_fixed_finding_passes_its_gate() -> None:
    events = transitions(report(found(status=FindingStatus.FIXED)))
    assert ("gate.passed", "acme/app") in kinds(events)
    assert [event.details["after"] for event in events if event.kind is EventKind.HEALTH_CHANGED] == [
        "green",
        "green",
    ]


def test_a_gate_with_another_open_finding_did_not_move() -> None:
    other = found(status=FindingStatus.NEW, fingerprint="f" * 32)
    assert kinds(transitions(report(found(), other))) == [("finding.opened", "acme/app")]


def test_what_was_waived_is_not_fixed_and_does_not_pass() -> None:
    told = kinds(transitions(report(found(status=FindingStatus.WAIVED))))
    assert ("finding.waived", "acme/app") in told
    assert not {kind for kind, _ in told} & {"finding.fixed", "gate.passed"}


def test_a_finding_that_grew_worse_turns_the_light() -> None:
    worse = moved("finding-worse", "work-committed", "low", "high")
    events = transitions(report(found(severity=Severity.HIGH), changes=[worse]))
    assert {(event.details["before"], event.details["after"]) for event in events[1:]} == {("yellow", "red")}


def test_a_score_that_falls_through_two_thresholds_is_told_twice() -> None:
    chain = [moved("score-moved", "a", "80.0", "70.0"), moved("score-moved", "b", "70.0", "59.9")]
    quality = QualitySection(repositories={"acme/app": ScoreRecord("acme/app", Score(59.9, 1.0))})
    events = transitions(report(changes=chain[::-1], quality=quality), (60, 75, 90))
    crossings = [event for event in events if event.kind is EventKind.SCORE_CROSSED]
    assert [(event.subject, event.details["direction"]) for event in crossings] == [
        ("60", "down"),
        ("75", "down"),
    ]
    assert crossings[0].title == "The score of acme/app fell below 60: 80.0 to 59.9"
    assert crossings[0].severity is Severity.MEDIUM


def test_a_score_that_went_round_in_a_circle_did_not_move() -> None:
    chain = [moved("score-moved", "a", "80.0", "50.0"), moved("score-moved", "b", "50.0", "80.0")]
    assert kinds(transitions(report(changes=chain), (60,))) == []


def test_the_score_of_the_fleet_is_told_without_a_repository() -> None:
    trend = (TrendPoint(13, NOW - 60, Score(74.9, 1.0)), TrendPoint(14, NOW, Score(75.0, 1.0)))
    assert kinds(transitions(report(quality=QualitySection(trend=trend)))) == [("score.crossed", "")]


def test_all_that_moved_in_a_repository_is_one_event() -> None:
    many = [moved("head-moved", "HEAD", "a", "b")] + [
        moved("dependency-added", f"npm {nth} in package.json", None, "1") for nth in range(40)
    ]
    (event,) = transitions(report(changes=many))[1:]
    assert event.title == "acme/app: head moved, dependency added"
    assert event.details["count"] == 41
    listed = event.details["changes"]
    assert isinstance(listed, list)
    assert len(listed) == 20


def test_a_repository_that_came_brings_findings_but_did_not_turn() -> None:
    events = transitions(report(found(status=FindingStatus.NEW), changes=[moved("repository-added")]))
    assert kinds(events)[1:] == [("repository.added", "acme/app"), ("finding.opened", "acme/app")]


def test_a_repository_that_went_is_told_though_it_is_in_no_row() -> None:
    events = transitions(report(changes=[moved("repository-removed")], rows=()))
    assert kinds(events) == [("repository.removed", "acme/app")]


def test_what_went_with_its_repository_is_not_fixed_and_moves_nothing() -> None:
    chain = [moved("score-moved", "a", "91.1", "0.0"), moved("repository-missing")]
    quality = QualitySection(repositories={"acme/app": ScoreRecord("acme/app", Score(None, 0.0))})
    missing = found("repository-present", status=FindingStatus.NEW, severity=Severity.HIGH)
    events = transitions(report(found(status=FindingStatus.FIXED), missing, changes=chain, quality=quality))
    assert [kind for kind, slug in kinds(events) if slug] == [
        "repository.removed",
        "finding.opened",
        "finding.gone",
        "gate.failed",
        "health.changed",
    ]
    assert events[0].details["fixed"] == 0
    assert next(event.title for event in events if event.slug) == "acme/app is missing"


def test_a_score_that_was_not_known_did_not_rise() -> None:
    quality = QualitySection(repositories={"acme/app": ScoreRecord("acme/app", Score(91.1, 1.0))})
    assert (
        kinds(transitions(report(changes=[moved("score-moved", "a", "0.0", "91.1")], quality=quality))) == []
    )


def test_the_first_audit_says_only_that_it_is_done() -> None:
    (event,) = transitions(report(found(status=FindingStatus.NEW), previous=None))
    assert event.kind is EventKind.AUDIT_COMPLETED
    assert event.details["first"] is True


def test_the_same_report_gives_the_same_events_with_ids_of_their_own() -> None:
    one, other = transitions(golden_report()), transitions(golden_report())
    assert one == other
    assert len({event.id for event in one}) == len(one) > 5
    later = replace(golden_report(), audit=replace(golden_report().audit, id=99))
    assert not {event.id for event in one} & {event.id for event in transitions(later)}


def test_every_document_keeps_the_schema_and_is_printable() -> None:
    schema = jsonschema_rs.validator_for(json.loads(event_schema()))
    for event in transitions(golden_report()):
        document = json.loads(json.dumps(event.document))
        assert schema.is_valid(document), list(schema.iter_errors(document))
        assert event.title.isprintable()
