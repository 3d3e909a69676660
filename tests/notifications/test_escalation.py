from dataclasses import replace

from gitops_assets.core.events.model import EventKind
from gitops_assets.core.model import Severity
from gitops_assets.core.notifications.escalation import overdue
from gitops_assets.core.notifications.policy import Escalation, NotificationPolicy, Route
from gitops_assets.core.report import Report
from tests.core.fleet_snapshots import found
from tests.exporters.golden_fleet import NOW
from tests.exporters.golden_fleet import report as golden_report

HOUR = 3600
ROUTE = Route(name="chat", to=("chat",), escalate=Escalation(hours=4, to=("pager",)))
POLICY = NotificationPolicy(routes=(ROUTE, Route(name="mail", to=("mail",))))
FINDING = found(severity=Severity.HIGH, opened_at=NOW - 4 * HOUR)


def told(target: str, _: str) -> dict[str, object] | None:
    return {"type": "finding.opened"} if target == "chat" else None


def audited(**fields: object) -> Report:
    return replace(golden_report(), findings=(replace(FINDING, **fields),))  # type: ignore[arg-type] # a test's shorthand


def test_what_was_told_and_is_open_for_hours_is_overdue_once() -> None:
    (event,) = overdue(audited(), POLICY, told, (), NOW)  # type: ignore[arg-type] # documents of one key
    assert event.kind is EventKind.FINDING_OVERDUE
    assert event.details["route"] == "chat"
    assert event.title.startswith("Open for 4 hours: ")
    (again,) = overdue(audited(), POLICY, told, (), NOW + HOUR)  # type: ignore[arg-type] # as above
    assert again.id == event.id


def test_what_is_young_mild_acknowledged_or_never_told_is_not() -> None:
    assert overdue(audited(opened_at=NOW - 4 * HOUR + 1), POLICY, told, (), NOW) == ()  # type: ignore[arg-type]
    assert overdue(audited(severity=Severity.MEDIUM), POLICY, told, (), NOW) == ()  # type: ignore[arg-type]
    key = f"finding:{FINDING.slug}:{FINDING.fingerprint}"
    assert overdue(audited(), POLICY, told, {key}, NOW) == ()  # type: ignore[arg-type]
    assert overdue(audited(), POLICY, lambda *_: None, (), NOW) == ()
    assert overdue(audited(), POLICY, lambda *_: {"type": "finding.fixed"}, (), NOW) == ()
