"""Every row of an event log, in words that two runs of the same job share."""

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

import sqlalchemy as sa
from dagster import DagsterInstance
from dagster._core.storage.event_log import SqlEventLogStorage, SqlEventLogStorageMetadata
from sqlalchemy.engine import Connection

Rows: TypeAlias = list[dict[str, Any]]

TIMES = {
    "create_timestamp",
    "evaluation_event_timestamp",
    "event_timestamp",
    "last_materialization_timestamp",
    "migration_completed",
    "timestamp",
    "wipe_timestamp",
}
WORDS = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<run>"),
    (re.compile(r"\b1[67]\d{8}\.\d+"), "<time>"),
    (re.compile(r"pid: \d+|\"pid\": (\"\d+\"|\d+)"), "<pid>"),
    (re.compile(r"[\d.]+(ms|s)\b|\"duration_ms\": [\d.]+"), "<duration>"),
    (re.compile(r"\b[a-z]{8}\b(?=\.(err|out)|\")"), "<name>"),
)


def event_log_of(instance: DagsterInstance) -> SqlEventLogStorage:
    storage = instance.event_log_storage
    assert isinstance(storage, SqlEventLogStorage)
    return storage


def tables(storage: SqlEventLogStorage, *run_ids: str, scrubbed: bool = False) -> dict[str, Rows]:
    """Rows by file and table. ``scrubbed`` replaces what differs between two runs of one job.

    Keys of asset rows are left out: nothing refers to them, and PostgreSQL spends one on each upsert.
    """
    found = {}
    for name, connect in shards(storage, run_ids):
        with connect as connection:
            for table in SqlEventLogStorageMetadata.sorted_tables:
                rows = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
                found[f"{name}/{table.name}"] = [tidy(row, table.name, scrubbed=scrubbed) for row in rows]
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def shards(
    storage: SqlEventLogStorage, run_ids: Sequence[str]
) -> Iterator[tuple[str, AbstractContextManager[Connection]]]:
    yield "index", storage.index_connection()
    if storage.is_run_sharded:
        for run_id in run_ids:
            yield f"run {run_id[:1]}", storage.run_connection(run_id)


def tidy(row: dict[str, Any], table: str, *, scrubbed: bool) -> dict[str, Any]:
    dropped = {"create_timestamp", "migration_completed"} | (TIMES if scrubbed else set())
    if table == "asset_keys":
        dropped |= {"id"}
    kept = {column: value for column, value in row.items() if column not in dropped}
    return {column: scrub(value) if scrubbed else value for column, value in kept.items()}


def scrub(value: object) -> object:
    if not isinstance(value, str):
        return value
    for pattern, word in WORDS:
        value = pattern.sub(word, value)
    return value
