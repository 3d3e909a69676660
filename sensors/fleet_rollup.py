"""Roll-ups follow the repositories: when partitions were materialised by themselves, the fleet is due."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import dagster as dg
from dagster._core.execution.backfill import (
    BULK_ACTION_TERMINAL_STATUSES,
    BulkActionsFilter,
    BulkActionStatus,
)
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES

from gitops_assets.jobs.audit import ROLL_UP
from resources.auditing import FOLLOWS
from sensors.at_hand import ONCE_MORE

STATE = dg.AssetKey("repository_state")
REPORT = dg.AssetKey("fleet_report")
PATIENCE = timedelta(hours=1)
"""How long a run or a backfill is waited for: one that was killed may stay "started" for ever."""

SETTLED = 90.0
"""Seconds after which nobody repeats a run that failed any more."""

AGAIN = ":again"
"""Marks the second time that the same states are answered."""

OLDEST_REPORT = 300.0
"""Seconds that a report may lag behind the states while runs follow each other without a pause."""


@dataclass(frozen=True, slots=True)
class Materialised:
    """The newest event of an asset: its place in the event log, the run that wrote it, and when."""

    storage_id: int
    run_id: str
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Decision:
    """Which run the fleet should follow now; without one, ``why`` not."""

    follow: str | None
    why: str = ""


def due(
    state: Materialised | None, report: Materialised | None, *, cursor: str | None, busy: bool
) -> Decision:
    """Whether the fleet-level assets should follow the newest run that looked at repositories.

    A run that makes both (an audit) needs no roll-up; neither does one that was already answered: the sensor
    asks twice when the answer failed, and no more. While anything is at work it waits, so that one roll-up
    answers a burst; but a fleet that is always busy gets a report, too, when the last is
    :data:`OLDEST_REPORT` older than the states.
    """
    if state is None:
        return Decision(None, "no repository was looked at yet")
    told = report is not None and (report.run_id == state.run_id or report.storage_id > state.storage_id)
    if told or state.run_id == cursor:
        return Decision(None, "the fleet report follows the newest states")
    if busy and (report is None or state.at - report.at < OLDEST_REPORT):
        return Decision(None, "waits until the runs and backfills at work are done")
    return Decision(state.run_id)


@dg.sensor(
    job=ROLL_UP,
    minimum_interval_seconds=5,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Launches `roll_up` when repositories were looked at by themselves, once everything at work "
    "is done: one roll-up answers a burst. An audit needs none.",
)
def fleet_rollup(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Bring changes, fleet report and files up to date after repositories were looked at one by one."""
    instance = context.instance
    answered = (context.cursor or "").removesuffix(AGAIN) or None
    fell = answered is not None and context.cursor == answered and _failed(instance, answered)
    decision = due(
        _newest(instance, STATE),
        _newest(instance, REPORT),
        cursor=None if fell else answered,
        busy=_is_busy(instance),
    )
    if decision.follow is None:
        return dg.SensorResult(skip_reason=decision.why)
    key = decision.follow + (AGAIN if fell and decision.follow == answered else "")
    request = dg.RunRequest(run_key=key, tags={FOLLOWS: decision.follow, **ONCE_MORE})
    return dg.SensorResult(run_requests=[request], cursor=key)


def _failed(instance: dg.DagsterInstance, key: str) -> bool:
    """Whether the answer failed, and Dagster has had the time to repeat it."""
    records = instance.get_run_records(dg.RunsFilter(tags={"dagster/run_key": key}))
    ends = [each.end_time for each in records if each.dagster_run.status is dg.DagsterRunStatus.FAILURE]
    since = time.time() - SETTLED
    return bool(ends) and len(ends) == len(records) and all(end and end < since for end in ends)


def _newest(instance: dg.DagsterInstance, key: dg.AssetKey) -> Materialised | None:
    records = instance.fetch_materializations(key, limit=1).records
    return Materialised(records[0].storage_id, records[0].run_id, records[0].timestamp) if records else None


def _is_busy(instance: dg.DagsterInstance) -> bool:
    since = datetime.now(UTC) - PATIENCE
    runs = dg.RunsFilter(statuses=NOT_FINISHED_STATUSES, created_after=since)
    working = [each for each in BulkActionStatus if each not in BULK_ACTION_TERMINAL_STATUSES]
    backfills = BulkActionsFilter(statuses=working, created_after=since)
    return instance.get_runs_count(runs) > 0 or instance.get_backfills_count(backfills) > 0
