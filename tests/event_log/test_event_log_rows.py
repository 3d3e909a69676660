import pytest
from dagster import (
    AssetCheckResult,
    AssetCheckSeverity,
    AssetExecutionContext,
    AssetKey,
    DagsterInstance,
    Definitions,
    DynamicPartitionsDefinition,
    JobDefinition,
    MaterializeResult,
    asset,
    asset_check,
    define_asset_job,
)
from dagster._core.storage.event_log import SqlEventLogStorage

from resources.event_log.batch import BATCH_SIZE
from tests.event_log.event_builders import OTHER_RUN, RUN, materialised, one_of_every_kind, planned
from tests.event_log.event_log_rows import event_log_of, tables

RANGE = {"dagster/asset_partition_range_start": "r0", "dagster/asset_partition_range_end": "r5"}
REPOSITORY = DynamicPartitionsDefinition(name="repository")


def audit_job() -> JobDefinition:
    @asset(partitions_def=REPOSITORY, code_version="1")
    def state(context: AssetExecutionContext) -> None:
        context.log.info("looking")
        for key in context.partition_keys:
            context.add_asset_metadata({"key": key}, partition_key=key)

    @asset(partitions_def=REPOSITORY, deps=[state])
    def score() -> MaterializeResult[None]:
        return MaterializeResult(metadata={"points": 3}, tags={"team": "x"})

    @asset_check(asset=state)
    def is_fine() -> AssetCheckResult:
        return AssetCheckResult(passed=False, severity=AssetCheckSeverity.WARN, metadata={"bad": 1})

    definitions = Definitions([state, score], asset_checks=[is_fine], jobs=[define_asset_job("audit")])
    return definitions.resolve_job_def("audit")


def run_audit(instance: DagsterInstance) -> None:
    instance.add_dynamic_partitions("repository", [f"r{number}" for number in range(6)])
    assert audit_job().execute_in_process(instance=instance, tags=RANGE, run_id=RUN).success


def test_a_job_leaves_the_same_rows_as_with_the_stock_storage(
    instances: tuple[DagsterInstance, DagsterInstance], monkeypatch: pytest.MonkeyPatch
) -> None:
    stock, ours = instances
    run_audit(ours)
    monkeypatch.setenv(BATCH_SIZE, "0")
    run_audit(stock)
    expected = tables(event_log_of(stock), RUN, scrubbed=True)
    assert tables(event_log_of(ours), RUN, scrubbed=True) == expected
    assert len(ours.get_materialized_partitions(AssetKey("state"))) == 6


def test_a_batch_of_every_kind_leaves_the_rows_of_one_event_after_the_other(
    logs: tuple[SqlEventLogStorage, SqlEventLogStorage],
) -> None:
    stock, ours = logs
    for event in one_of_every_kind():
        stock.store_event(event)
    ours.store_event_batch(one_of_every_kind())
    assert tables(ours, RUN, OTHER_RUN, "") == tables(stock, RUN, OTHER_RUN, "")


def test_single_events_leave_the_same_rows_too(
    logs: tuple[SqlEventLogStorage, SqlEventLogStorage],
) -> None:
    stock, ours = logs
    for event in one_of_every_kind():
        stock.store_event(event)
        ours.store_event(event)
    assert tables(ours, RUN, OTHER_RUN, "") == tables(stock, RUN, OTHER_RUN, "")


def test_a_wiped_asset_comes_back_with_the_next_batch_and_without_its_past(
    logs: tuple[SqlEventLogStorage, SqlEventLogStorage],
) -> None:
    stock, ours = logs
    before = [planned("ant", "a"), planned("ant", "b"), materialised("ant", "a"), materialised("ant", "b")]
    after = [materialised("ant", "b", run=OTHER_RUN, at=4_000_000_000)]
    for storage in (stock, ours):
        storage.store_event_batch(before[:2])
        storage.store_event_batch(before[2:])
        storage.wipe_asset(AssetKey("ant"))
        assert storage.get_materialized_partitions(AssetKey("ant")) == set()
        storage.store_event_batch([*after, *after])
        assert storage.get_materialized_partitions(AssetKey("ant")) == {"b"}
    assert tables(ours, RUN, OTHER_RUN).keys() == tables(stock, RUN, OTHER_RUN).keys()
    assert tables(ours, RUN, OTHER_RUN, scrubbed=True) == tables(stock, RUN, OTHER_RUN, scrubbed=True)
