"""The rows of asset checks, written for a batch of events as the stock storage writes them one by one."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import sqlalchemy as sa
from dagster import AssetCheckEvaluation, DagsterEventType
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus as Status
from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable as Executions
from dagster._serdes import serialize_value
from sqlalchemy.engine import Connection

if TYPE_CHECKING:
    from dagster._core.definitions.asset_checks.asset_check_evaluation import AssetCheckEvaluationPlanned

Stored: TypeAlias = tuple[EventLogEntry, int]
Key: TypeAlias = tuple[str, str, str | None, str]
"""Of an execution: asset, check, partition and run."""


def store_checks(
    connection: Connection,
    stored: Sequence[Stored],
    one_by_one: Callable[[EventLogEntry, int | None], None],
) -> None:
    """Write the rows of check events in a few statements.

    What was planned is inserted; an evaluation updates the one row that was planned for it. Evaluations
    without such a row (of no run, or of a step that was launched elsewhere) go ``one_by_one``, the stock way.
    """
    planned = [
        row
        for pair in stored
        if _is(pair, DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED)
        for row in _planned(pair)
    ]
    if planned:
        connection.execute(Executions.insert(), planned)
    evaluated = [pair for pair in stored if _is(pair, DagsterEventType.ASSET_CHECK_EVALUATION)]
    waiting = _waiting(connection, {event.run_id for event, _ in evaluated}) if evaluated else Counter()
    known = [pair for pair in evaluated if waiting[_key(pair)] == 1]
    if known:
        connection.execute(_UPDATE, [_evaluated(pair) for pair in known])
    for event, event_id in evaluated:
        if waiting[_key((event, event_id))] != 1:
            one_by_one(event, event_id)


_UPDATE = (
    Executions.update()
    .where(
        Executions.c.asset_key == sa.bindparam("of_asset"),
        Executions.c.check_name == sa.bindparam("of_check"),
        Executions.c.run_id == sa.bindparam("of_run"),
        sa.func.coalesce(Executions.c.partition, "") == sa.bindparam("of_partition"),
    )
    .values(
        {
            name: sa.bindparam(name)
            for name in (
                "execution_status",
                "evaluation_event",
                "evaluation_event_timestamp",
                "evaluation_event_storage_id",
                "materialization_event_storage_id",
            )
        }
    )
)


def _is(stored: Stored, kind: DagsterEventType) -> bool:
    return stored[0].dagster_event_type == kind


def _planned(stored: Stored) -> Iterator[dict[str, Any]]:
    event, _ = stored
    said = cast("AssetCheckEvaluationPlanned", event.get_dagster_event().event_specific_data)
    partitions = said.partitions_subset.get_partition_keys() if said.partitions_subset else [None]
    for partition in partitions:
        yield {
            "asset_key": said.asset_key.to_string(),
            "check_name": said.check_name,
            "partition": partition,
            "run_id": event.run_id,
            "execution_status": Status.PLANNED.value,
            **_event(stored),
        }


def _evaluated(stored: Stored) -> dict[str, Any]:
    said = _evaluation(stored)
    target = said.target_materialization_data
    asset, check, partition, run = _key(stored)
    return {
        "of_asset": asset,
        "of_check": check,
        "of_run": run,
        "of_partition": partition or "",
        "execution_status": (Status.SUCCEEDED if said.passed else Status.FAILED).value,
        "materialization_event_storage_id": target.storage_id if target else None,
        **_event(stored),
    }


def _event(stored: Stored) -> dict[str, Any]:
    event, event_id = stored
    return {
        "evaluation_event": serialize_value(event),
        "evaluation_event_timestamp": datetime.fromtimestamp(event.timestamp, UTC).replace(tzinfo=None),
        "evaluation_event_storage_id": event_id,
    }


def _evaluation(stored: Stored) -> AssetCheckEvaluation:
    return cast("AssetCheckEvaluation", stored[0].get_dagster_event().event_specific_data)


def _key(stored: Stored) -> Key:
    said = _evaluation(stored)
    return said.asset_key.to_string(), said.check_name, said.partition, stored[0].run_id


def _waiting(connection: Connection, runs: set[str]) -> Counter[Key]:
    """How many rows each check of these runs has; events without a run have none that waits."""
    columns = (Executions.c.asset_key, Executions.c.check_name, Executions.c.partition, Executions.c.run_id)
    asked = sa.select(*columns).where(Executions.c.run_id.in_(sorted(runs - {""})))
    return Counter(
        (asset, check, partition, run) for asset, check, partition, run in connection.execute(asked)
    )
