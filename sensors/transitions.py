"""What a completed audit changed, put into the outbox for whoever wants to hear of it."""

from collections.abc import Sequence
from dataclasses import replace

import dagster as dg

from gitops_assets.core.events.model import Event, EventKind, Value
from gitops_assets.core.events.transitions import transitions as changed
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.waking.schedules import Schedule
from resources.reporting import report_of
from resources.store.model import AuditRow
from sensors.at_hand import SCHEDULE, AtHand, tick

AT_ONCE = 20
"""Audits that one tick tells of."""


@dg.sensor(
    minimum_interval_seconds=1,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Puts what each completed audit changed into the outbox: findings, gates, scores, health, "
    "repositories that came, moved and went.",
)
def transitions(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Notice what changed."""
    return tick(context, lambda at_hand: _tell(at_hand, context.cursor))


def _tell(at_hand: AtHand, cursor: str | None) -> dg.SensorResult:
    newest = at_hand.store.latest_audit()
    if newest is None:
        return at_hand.result((), "no audit was completed yet")
    told = int(cursor) if cursor and cursor.isdecimal() else newest.id - 1
    if newest.id <= told:
        return at_hand.result((), "every audit was told of", cursor=str(told))
    rows = untold(at_hand.store.audits(limit=AT_ONCE * 10), told)[:AT_ONCE]
    for row in rows:
        report = report_of(at_hand.store, row.id)
        fleet = _fleet(at_hand, row)
        found = changed(report, fleet.notifications.score_thresholds) if fleet else changed(report)
        at_hand.store.outbox.add(for_schedule(found, _schedule(at_hand, row, fleet)))
    return at_hand.result(
        (), f"{len(rows)} audits were told of", cursor=str(rows[-1].id if rows else newest.id)
    )


def untold(rows: Sequence[AuditRow], told: int) -> list[AuditRow]:
    """The completed audits after the one that was told of last, oldest first."""
    return sorted((row for row in rows if row.status == "complete" and row.id > told), key=lambda row: row.id)


def for_schedule(events: Sequence[Event], schedule: Schedule | None) -> list[Event]:
    """The events as a schedule wants them told: without comparison only that it was made."""
    if schedule is None:
        return list(events)
    done = EventKind.AUDIT_COMPLETED
    kept = [each for each in events if schedule.compare or each.kind is done]
    said: dict[str, Value] = {"schedule": schedule.name, "notify": list(schedule.notify)}
    return [replace(each, details={**each.details, **said}) if each.kind is done else each for each in kept]


def _fleet(at_hand: AtHand, row: AuditRow) -> Fleet | None:
    return next((each.fleet for each in at_hand.fleets if each.row.fleet_file == row.fleet_file), None)


def _schedule(at_hand: AtHand, row: AuditRow, fleet: Fleet | None) -> Schedule | None:
    run = at_hand.instance.get_run_by_id(row.run_id) if row.run_id else None
    name = run.tags.get(SCHEDULE) if run else None
    return next((each for each in fleet.timetable if each.name == name), None) if fleet else None
