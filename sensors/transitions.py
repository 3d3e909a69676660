"""What completed audits changed and could not put into the outbox themselves."""

from collections.abc import Mapping, Sequence

import dagster as dg

from gitops_assets.core.fleet.config import Fleet
from resources.reporting import report_of
from resources.store.model import AuditRow
from resources.telling import is_told, tell
from sensors.at_hand import AtHand, tick

AT_ONCE = 20
"""Audits that one tick tells of."""


@dg.sensor(
    minimum_interval_seconds=2,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells of audits that did not do so themselves: those of the command line, and any that was "
    "killed, or had no store, in that moment.",
)
def transitions(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Notice what was not told."""
    return tick(context, lambda at_hand: _tell(at_hand, context.cursor))


def _tell(at_hand: AtHand, cursor: str | None) -> dg.SensorResult:
    newest = at_hand.store.latest_audit()
    if newest is None:
        return at_hand.result((), "no audit was completed yet")
    told = int(cursor) if cursor and cursor.isdecimal() else newest.id - 1
    if newest.id <= told:
        return at_hand.result((), "every audit was told of", cursor=str(told))
    rows = untold(at_hand.store.audits(limit=AT_ONCE * 10), told)[:AT_ONCE]
    late = [row for row in rows if not is_told(at_hand.store, row.id)]
    for row in late:
        tell(at_hand.store, report_of(at_hand.store, row.id), _fleet(at_hand, row), _tags(at_hand, row))
    return at_hand.result(
        (), f"{len(late)} audits were told of", cursor=str(rows[-1].id if rows else newest.id)
    )


def untold(rows: Sequence[AuditRow], told: int) -> list[AuditRow]:
    """The completed audits after the one that was told of last, oldest first."""
    return sorted((row for row in rows if row.status == "complete" and row.id > told), key=lambda row: row.id)


def _fleet(at_hand: AtHand, row: AuditRow) -> Fleet | None:
    return next((each.fleet for each in at_hand.fleets if each.row.fleet_file == row.fleet_file), None)


def _tags(at_hand: AtHand, row: AuditRow) -> Mapping[str, str]:
    run = at_hand.instance.get_run_by_id(row.run_id) if row.run_id else None
    return run.tags if run else {}
