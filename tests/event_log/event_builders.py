"""Events as Dagster would log them, at fixed times."""

from itertools import count

from dagster import (
    AssetCheckEvaluation,
    AssetKey,
    AssetMaterialization,
    AssetObservation,
    DagsterEvent,
    DagsterEventType,
)
from dagster._core.definitions.asset_checks.asset_check_evaluation import AssetCheckEvaluationPlanned
from dagster._core.definitions.data_version import DATA_VERSION_TAG
from dagster._core.definitions.events import (
    AssetMaterializationFailure,
    AssetMaterializationFailureReason,
    AssetMaterializationFailureType,
)
from dagster._core.events import (
    AssetFailedToMaterializeData,
    AssetMaterializationPlannedData,
    AssetObservationData,
    StepMaterializationData,
)
from dagster._core.events.log import EventLogEntry

RUN = "11111111-1111-1111-1111-111111111111"
OTHER_RUN = "22222222-2222-2222-2222-222222222222"
START = 1_700_000_000.0


def entry(run: str, event: DagsterEvent | None, *, at: float = 0.0) -> EventLogEntry:
    return EventLogEntry(  # type: ignore[no-untyped-call]  # Dagster left its constructor untyped
        error_info=None,
        level="debug",
        user_message="said so",
        run_id=run,
        timestamp=START + at,
        step_key="step",
        job_name="job",
        dagster_event=event,
    )


def logged(kind: DagsterEventType, payload: object, *, run: str = RUN, at: float = 0.0) -> EventLogEntry:
    event = DagsterEvent(
        event_type_value=kind.value,
        job_name="job",
        step_key="step",
        event_specific_data=payload,  # type: ignore[arg-type]  # each kind has its own class
    )
    return entry(run, event, at=at)


def said(run: str = RUN) -> EventLogEntry:
    return entry(run, None)


def started(run: str = RUN) -> EventLogEntry:
    return logged(DagsterEventType.RUN_START, None, run=run)


def planned(asset: str, partition: str | None = None, *, run: str = RUN, at: float = 0.0) -> EventLogEntry:
    payload = AssetMaterializationPlannedData(AssetKey(asset), partition, None)
    return logged(DagsterEventType.ASSET_MATERIALIZATION_PLANNED, payload, run=run, at=at)


def materialised(
    asset: str, partition: str | None = None, *, run: str = RUN, at: float = 0.0
) -> EventLogEntry:
    tags = {DATA_VERSION_TAG: f"version of {partition}", "not-indexed": "x"}
    event = AssetMaterialization(AssetKey(asset), partition=partition, metadata={"at": at}, tags=tags)
    return logged(DagsterEventType.ASSET_MATERIALIZATION, StepMaterializationData(event, []), run=run, at=at)


def observed(asset: str, partition: str | None = None, *, run: str = RUN, at: float = 0.0) -> EventLogEntry:
    event = AssetObservation(AssetKey(asset), partition=partition, tags={DATA_VERSION_TAG: "seen"})
    return logged(DagsterEventType.ASSET_OBSERVATION, AssetObservationData(event), run=run, at=at)


def failed(asset: str, partition: str, *, run: str = RUN) -> EventLogEntry:
    failure = AssetMaterializationFailure(
        asset_key=AssetKey(asset),
        partition=partition,
        failure_type=AssetMaterializationFailureType.FAILED,
        reason=AssetMaterializationFailureReason.FAILED_TO_MATERIALIZE,
    )
    payload = AssetFailedToMaterializeData(failure, error=None)
    return logged(DagsterEventType.ASSET_FAILED_TO_MATERIALIZE, payload, run=run)


def check_planned(asset: str, *, run: str = RUN) -> EventLogEntry:
    payload = AssetCheckEvaluationPlanned(asset_key=AssetKey(asset), check_name="is-fine")
    return logged(DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED, payload, run=run)


def checked(
    asset: str, partition: str | None = None, *, run: str = RUN, passed: bool = True
) -> EventLogEntry:
    payload = AssetCheckEvaluation(
        asset_key=AssetKey(asset), check_name="is-fine", passed=passed, partition=partition
    )
    return logged(DagsterEventType.ASSET_CHECK_EVALUATION, payload, run=run)


def one_of_every_kind() -> list[EventLogEntry]:
    """Two runs and one without a run, two assets out of order, every kind of event the log may get."""
    clock = count(1)
    return [
        said(),
        started(),
        planned("zebra", "a", at=next(clock)),
        planned("ant", at=next(clock)),
        check_planned("zebra"),
        materialised("zebra", "a", at=next(clock)),
        planned("zebra", "b", run=OTHER_RUN, at=next(clock)),
        observed("ant", at=next(clock)),
        checked("zebra"),
        checked("zebra", "a", passed=False),
        checked("ant", run=""),
        failed("zebra", "b"),
        said(OTHER_RUN),
        started(OTHER_RUN),
        materialised("zebra", "b", run=OTHER_RUN, at=next(clock)),
        observed("bee", "a", run="", at=next(clock)),
        logged(DagsterEventType.RUN_SUCCESS, None),
    ]
