"""Roll-ups follow the repositories: when partitions were materialised by themselves, the fleet is due."""

from dataclasses import dataclass

import dagster as dg

from gitops_assets.jobs.audit import ROLL_UP

STATE = dg.AssetKey("repository_state")
REPORT = dg.AssetKey("fleet_report")


@dataclass(frozen=True, slots=True)
class Materialised:
    """The newest event of an asset: its place in the event log, and the run that wrote it."""

    storage_id: int
    run_id: str


def due(state: Materialised | None, report: Materialised | None, cursor: str | None) -> str | None:
    """The run that the fleet-level assets should follow, if they have not yet.

    A run that makes both (an audit) needs no roll-up; neither does one that was already answered.
    """
    if state is None or state.run_id == cursor:
        return None
    if report is not None and (report.run_id == state.run_id or report.storage_id > state.storage_id):
        return None
    return state.run_id


@dg.sensor(job=ROLL_UP, minimum_interval_seconds=60, default_status=dg.DefaultSensorStatus.RUNNING)
def fleet_rollup(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Bring changes, fleet report and files up to date after repositories were looked at one by one.

    Waits while that run, or a backfill's next one, is still at work: one roll-up answers a burst.
    """
    run_id = due(_newest(context.instance, STATE), _newest(context.instance, REPORT), context.cursor)
    if run_id is None or _is_busy(context.instance):
        return dg.SensorResult(run_requests=[])
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=run_id)], cursor=run_id)


def _newest(instance: dg.DagsterInstance, key: dg.AssetKey) -> Materialised | None:
    records = instance.fetch_materializations(key, limit=1).records
    return Materialised(records[0].storage_id, records[0].run_id) if records else None


def _is_busy(instance: dg.DagsterInstance) -> bool:
    active = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED]
    return instance.get_runs_count(dg.RunsFilter(statuses=active)) > 0
