"""What was told, is still open, and nobody took up: an event of its own, for those whom a route escalates to.

The event's id follows from the finding, the route and the moment at which it opened, so the outbox keeps it
once, however often it is asked.
"""

from collections.abc import Collection, Iterator

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.events.transitions import finding_details, short
from gitops_assets.core.gates.words import counted
from gitops_assets.core.model import FindingRecord
from gitops_assets.core.notifications.policy import NotificationPolicy, Route
from gitops_assets.core.notifications.routing import AlreadyTold
from gitops_assets.core.report import Report, RepositoryRow

HOUR = 3600


def overdue(
    report: Report,
    policy: NotificationPolicy,
    already_told: AlreadyTold,
    acknowledged: Collection[str],
    now: int,
) -> tuple[Event, ...]:
    """An event for each open finding of the report and each route that waited long enough, sorted.

    Only what the route told is escalated: who begins to watch a fleet is not called for its whole past.
    ``acknowledged`` are the keys of findings that somebody took up.
    """
    rows = {row.state.slug: row for row in report.repositories}
    found = (
        event
        for route in policy.routes
        for finding in report.open_findings
        for event in _of(route, finding, rows.get(finding.slug), now)
    )
    waiting = (event for event in found if event.key not in acknowledged)
    told = (event for event in waiting if _was_told(event, policy, already_told))
    return tuple(sorted(told, key=lambda event: (event.slug, event.subject, event.cause)))


def _of(route: Route, finding: FindingRecord, row: RepositoryRow | None, now: int) -> Iterator[Event]:
    rule = route.escalate
    if rule is None or finding.severity.rank > rule.severity.rank:
        return
    due = finding.opened_at + rule.hours * HOUR
    if due > now:
        return
    yield Event(
        kind=EventKind.FINDING_OVERDUE,
        at=due,
        slug=finding.slug,
        subject=finding.fingerprint,
        cause=f"escalation:{route.name}:{finding.opened_at}",
        severity=finding.severity,
        owner=row.state.owner if row else None,
        tags=row.state.tags if row else (),
        title=short(
            f"Open for {counted(rule.hours, 'hour')}: {finding.message} ({finding.gate} in {finding.slug})"
        ),
        details={**finding_details(finding), "route": route.name, "hours": rule.hours},
    )


def _was_told(event: Event, policy: NotificationPolicy, already_told: AlreadyTold) -> bool:
    """Whether the route that waits told its channels that the finding opened."""
    route = next(route for route in policy.routes if route.name == event.details["route"])
    last = [already_told(target, event.key) for target in route.to]
    opened = (EventKind.FINDING_OPENED.value, EventKind.FINDING_REOPENED.value)
    return any(document is not None and document.get("type") in opened for document in last)
