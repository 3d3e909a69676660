import multiprocessing
import select
from contextlib import closing
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from dagster import AssetKey, DagsterEventType
from dagster._core.storage.event_log import SqlEventLogStorage
from sqlalchemy.exc import IntegrityError

from resources.event_log.postgres import BatchingPostgresEventLogStorage
from tests.event_log.conftest import NewConfig
from tests.event_log.event_builders import (
    OTHER_RUN,
    RUN,
    checked,
    materialised,
    observed,
    one_of_every_kind,
    planned,
    said,
)
from tests.event_log.event_log_rows import tables
from tests.event_log.homes import OURS, build_storage

BATCHES = 12


def refuse_ants(log: SqlEventLogStorage) -> None:
    """Let the database itself refuse a check of the asset `ant`: the last table that a batch writes."""
    with log.index_connection() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(
                "CREATE TRIGGER guard BEFORE INSERT ON asset_check_executions "
                "WHEN NEW.asset_key = '[\"ant\"]' BEGIN SELECT RAISE(ABORT, 'no ants'); END"
            )
        else:
            connection.exec_driver_sql(
                "ALTER TABLE asset_check_executions ADD CONSTRAINT guard CHECK (asset_key <> '[\"ant\"]')"
            )


def test_a_failure_in_the_middle_of_a_batch_leaves_nothing_behind(log: SqlEventLogStorage) -> None:
    log.store_event_batch([materialised("aardvark", "a")])
    before = tables(log, RUN)
    refuse_ants(log)
    batch = [said(), materialised("aardvark", "b"), planned("bee"), checked("bee"), checked("ant")]
    with pytest.raises(IntegrityError):
        log.store_event_batch(batch)
    assert tables(log, RUN) == before


def test_a_batch_that_failed_can_be_written_again(log: SqlEventLogStorage) -> None:
    refuse_ants(log)
    with pytest.raises(IntegrityError):
        log.store_event_batch([materialised("bee", "a"), checked("ant")])
    log.store_event_batch([materialised("bee", "a"), materialised("bee", "b")])
    assert log.get_materialized_partitions(AssetKey("bee")) == {"a", "b"}
    assert len(log.get_logs_for_run(RUN)) == 2


def test_an_empty_batch_is_nothing(log: SqlEventLogStorage) -> None:
    before = tables(log)
    log.store_event_batch([])
    assert tables(log) == before


def test_a_run_reads_its_events_in_the_order_they_were_written(log: SqlEventLogStorage) -> None:
    events = one_of_every_kind()
    log.store_event_batch(events)
    assert list(log.get_logs_for_run(RUN)) == [event for event in events if event.run_id == RUN]


def test_the_last_materialisation_of_an_asset_is_the_last_of_the_batch(log: SqlEventLogStorage) -> None:
    last = materialised("ant", "b", at=2)
    log.store_event_batch([materialised("ant", "a", at=1), last, observed("ant", at=3)])
    latest = log.get_latest_materialization_events([AssetKey("ant")])
    assert latest[AssetKey("ant")] == last


def test_a_batch_of_a_thousand_is_indexed_in_order(log: SqlEventLogStorage) -> None:
    keys = [f"r{number}" for number in range(1000)]
    log.store_event_batch([materialised("ant", key) for key in keys])
    ids = log.get_latest_storage_id_by_partition(AssetKey("ant"), DagsterEventType.ASSET_MATERIALIZATION)
    assert sorted(ids, key=ids.__getitem__) == keys
    tags = log.get_latest_tags_by_partition(
        AssetKey("ant"), DagsterEventType.ASSET_MATERIALIZATION, ["dagster/data_version"]
    )
    assert tags["r7"] == {"dagster/data_version": "version of r7"}


def write_batches(log: SqlEventLogStorage, run: str, assets: tuple[str, ...]) -> None:
    for number in range(BATCHES):
        events = [materialised(asset, f"{run[0]}{number}", run=run) for asset in assets]
        log.store_event_batch([*events, *events, said(run)])


def write_elsewhere(cls: tuple[str, str], config: dict[str, Any], ready: Barrier) -> None:
    """Write another run to the same home from a process of its own."""
    log = build_storage(cls, config)
    ready.wait()
    write_batches(log, OTHER_RUN, ("bee", "ant"))


def test_two_processes_write_their_runs_to_one_home(
    database: str, new_config: NewConfig, tmp_path: Path
) -> None:
    """They touch the same assets in opposite order, which is how writers come to wait for each other."""
    config = new_config(tmp_path)
    log = build_storage(OURS[database], config)
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Barrier(2)
    other = spawn.Process(target=write_elsewhere, args=(OURS[database], config, ready))
    other.start()
    ready.wait()
    write_batches(log, RUN, ("ant", "bee"))
    other.join()
    assert other.exitcode == 0
    assert [len(log.get_logs_for_run(run)) for run in (RUN, OTHER_RUN)] == [BATCHES * 5] * 2
    assert len(log.get_materialized_partitions(AssetKey("ant"))) == BATCHES * 2
    assert len(tables(log)["index/asset_event_tags"]) == BATCHES * 8


def test_postgres_is_notified_of_each_event_of_a_batch(postgres_url: str) -> None:
    log = BatchingPostgresEventLogStorage(postgres_url)
    with closing(sa.create_engine(postgres_url).raw_connection()) as connection:
        listener = connection.driver_connection
        assert listener is not None
        listener.autocommit = True
        listener.cursor().execute("LISTEN run_events")
        log.store_event_batch([said(), planned("ant"), materialised("ant")])
        select.select([listener], [], [], 5)
        listener.poll()
        payloads = [note.payload for note in listener.notifies]
    assert payloads == [f"{RUN}_{number}" for number in (1, 2, 3)]
