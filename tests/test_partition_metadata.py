from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    DagsterInstance,
    DagsterInvariantViolationError,
    DynamicPartitionsDefinition,
    asset,
    materialize,
)
from dagster._core.storage.event_log import SqlEventLogStorage

from resources.event_log.batch import BATCH_SIZE
from resources.event_log.sqlite import BatchingSqliteEventLogStorage
from resources.partition_metadata import add_partition_metadata, partitions_remembered

KEYS = [f"r{number}" for number in range(6)]
RANGE = {"dagster/asset_partition_range_start": "r1", "dagster/asset_partition_range_end": "r4"}


def noting(partitions: Callable[[AssetExecutionContext], list[str]]) -> AssetsDefinition:
    @asset(partitions_def=DynamicPartitionsDefinition(name="repository"))
    def state(context: AssetExecutionContext) -> None:
        add_partition_metadata(context, {key: {"name": key} for key in partitions(context)})

    return state


def test_each_partition_gets_its_own_metadata() -> None:
    with DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("repository", KEYS)
        state = noting(lambda context: list(context.partition_keys))
        assert materialize([state], instance=instance, tags=RANGE).success
        records = instance.fetch_materializations(AssetKey("state"), limit=10).records
        found = {record.partition_key: record.asset_materialization for record in records}
    names = {key: event.metadata["name"].value for key, event in found.items() if event}
    assert names == {key: key for key in KEYS[1:5]}


def test_a_partition_outside_the_run_is_refused() -> None:
    with DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("repository", KEYS)
        with pytest.raises(DagsterInvariantViolationError, match="r5"):
            materialize([noting(lambda _: ["r5"])], instance=instance, tags=RANGE)


def test_our_event_log_reads_the_partitions_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BATCH_SIZE, "4")
    config = f"{{base_dir: {tmp_path}/runs}}"
    module, name = BatchingSqliteEventLogStorage.__module__, BatchingSqliteEventLogStorage.__name__
    (tmp_path / "dagster.yaml").write_text(
        f"event_log_storage: {{module: {module}, class: {name}, config: {config}}}\n"
    )
    with DagsterInstance.from_config(str(tmp_path)) as instance:
        instance.add_dynamic_partitions("repository", KEYS)
        stock = SqlEventLogStorage.get_dynamic_partitions
        with patch.object(
            SqlEventLogStorage, "get_dynamic_partitions", autospec=True, side_effect=stock
        ) as read:
            with partitions_remembered(instance):
                assert list(instance.get_dynamic_partitions("repository")) == KEYS
                assert instance.has_dynamic_partition("repository", "r5")
                assert not instance.has_dynamic_partition("repository", "r6")
            assert read.call_count == 1
            instance.add_dynamic_partitions("repository", ["r6"])
            assert instance.has_dynamic_partition("repository", "r6")
