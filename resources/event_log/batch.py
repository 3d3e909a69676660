"""Event log storages that write a batch of events in one transaction instead of one event at a time.

Dagster buffers the events that belong together (the planned events of a run, the materialisations of a step)
and gives ``DAGSTER_EVENT_BATCH_SIZE`` of them at a time to ``store_event_batch``. The stock SQLite storage
opens and commits two files for each of them; the stock PostgreSQL storage batches only materialisations.
"""

import os
import threading
import time
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias, cast

from dagster import DagsterEventType, Field, IntSource
from dagster._config.config_schema import UserConfigSchema
from dagster._core.events import ASSET_CHECK_EVENTS, ASSET_EVENTS, EVENT_TYPE_TO_PIPELINE_RUN_STATUS
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqlEventLogStorage, SqlEventLogStorageTable
from sqlalchemy.engine import Connection

from resources.event_log.checks import Stored, store_checks

BATCH_SIZE = "DAGSTER_EVENT_BATCH_SIZE"
DEFAULT_BATCH_SIZE = 1000
PATIENCE = 1.0
"""Seconds that an event waits for others, where a process gathers them."""

Row: TypeAlias = dict[str, Any]


class ThreadState(threading.local):
    """What one thread is in the middle of: a batch on a connection, partitions read once and remembered."""

    connection: Connection | None = None
    partitions: dict[str, Sequence[str]] | None = None


class Gathered:
    """Events that wait to be written together; safe among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: list[EventLogEntry] = []
        self._since = time.monotonic()
        self._closed = False

    def add(self, events: Sequence[EventLogEntry]) -> bool | None:
        """Keep these, and say whether they have waited long enough or are enough; None after the end."""
        with self._lock:
            if self._closed:
                return None
            if not self._events:
                self._since = time.monotonic()
            self._events += events
            return len(self._events) >= DEFAULT_BATCH_SIZE or time.monotonic() - self._since > PATIENCE

    def take(self) -> list[EventLogEntry]:
        """All that wait, which from now on wait no more."""
        with self._lock:
            events, self._events = self._events, []
            return events

    def close(self) -> list[EventLogEntry]:
        """All that wait; from now on none is taken in."""
        with self._lock:
            self._closed = True
        return self.take()


class BatchingEventLogStorage(SqlEventLogStorage):
    """What both databases share: which tables a batch touches, and how to stay inside its transaction.

    While a batch is being written, ``index_connection`` answers with the connection of that batch, so that
    the inherited methods that open their own (asset checks do) take part in its transaction.
    """

    _thread: ThreadState
    _flushing: AbstractContextManager[object]
    """Held while gathered events are written, so that who reads meanwhile waits for them."""
    _gathered: Gathered | None = None

    def store_event(self, event: EventLogEntry) -> None:
        """Store one event as a batch of one: all its rows or none."""
        self.store_event_batch([event])

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Store events of any kind, all or none; inside :meth:`gathering` together with those around them."""
        gathered = self._gathered
        enough = gathered.add(events) if gathered is not None else None
        if enough is None:
            self.write(events)
        elif enough or any(map(is_of_a_run, events)):
            self.flush()

    @abstractmethod
    def write(self, events: Sequence[EventLogEntry]) -> None:
        """Write events now, all or none."""

    def flush(self) -> None:
        """Write what was gathered; whoever reads does so first."""
        gathered = self._gathered
        if gathered is None:
            return
        with self._flushing:
            if events := gathered.take():
                self.write(events)

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """While it lasts, write the events of this process's run some at a time, a second late at most.

        Steps tell of themselves in hundreds of single events, each of which would cost a transaction or two.
        Who reads through this storage misses none; a process that is killed loses the last second of a run
        that is called killed anyway. Any thread may write and read meanwhile; that two gather at once is
        refused with ``RuntimeError``, because neither could tell when its own events are written.
        """
        gathered = Gathered()
        with self._flushing:
            if self._gathered is not None:
                raise RuntimeError(
                    "events are gathered already: leave gathering() before it is entered again"
                )
            self._gathered = gathered
        try:
            yield
        finally:
            with self._flushing:
                try:
                    if events := gathered.close():
                        self.write(events)
                finally:
                    self._gathered = None

    @property
    def supports_asset_checks(self) -> bool:
        """Whether the database has their table; the stock storage asks it before every event."""
        if not self._has_checks:
            self._has_checks = super().supports_asset_checks
        return self._has_checks

    _has_checks = False

    @contextmanager
    def partitions_remembered(self) -> Iterator[None]:
        """While it lasts, read each dynamic partitions definition at most once in this thread."""
        self._thread.partitions = {}
        try:
            yield
        finally:
            self._thread.partitions = None

    def get_dynamic_partitions(self, partitions_def_name: str) -> Sequence[str]:
        """List the keys of a definition, from memory inside :meth:`partitions_remembered`."""
        remembered = self._thread.partitions
        if remembered is None:
            return super().get_dynamic_partitions(partitions_def_name)
        if partitions_def_name not in remembered:
            remembered[partitions_def_name] = super().get_dynamic_partitions(partitions_def_name)
        return remembered[partitions_def_name]

    def has_dynamic_partition(self, partitions_def_name: str, partition_key: str) -> bool:
        """Whether a definition has the key, from memory inside :meth:`partitions_remembered`."""
        if self._thread.partitions is None:
            return super().has_dynamic_partition(partitions_def_name, partition_key)
        return partition_key in self.get_dynamic_partitions(partitions_def_name)

    @contextmanager
    def _join(self, connection: Connection) -> Iterator[None]:
        self._thread.connection = connection
        try:
            yield
        finally:
            self._thread.connection = None

    @contextmanager
    def _joined_or(self, connect: Callable[[], AbstractContextManager[Connection]]) -> Iterator[Connection]:
        if self._thread.connection is not None:
            yield self._thread.connection
            return
        self.flush()
        with connect() as connection:
            yield connection

    def _index(self, connection: Connection, stored: Sequence[Stored]) -> None:
        """Bring the tables that are derived from events up to date with events that were just inserted."""
        with self._join(connection):
            assets = [pair for pair in stored if is_asset_event(pair[0])]
            if assets:
                events, ids = zip(*assets, strict=True)
                self._store_asset_event_tags(connection, events, ids)
            for event, event_id in last_of_each_kind(assets):
                self._store_asset_event(connection, event, event_id)
            checks = [pair for pair in stored if is_check_event(pair[0])]
            if checks:
                store_checks(connection, checks, self.store_asset_check_event)


def is_asset_event(event: EventLogEntry) -> bool:
    """Whether the event is about an asset and so belongs into the asset tables."""
    return event.dagster_event_type in ASSET_EVENTS and event.get_dagster_event().asset_key is not None


def is_of_a_run(event: EventLogEntry) -> bool:
    """Whether the event moves a run from one status to another."""
    return event.dagster_event_type in EVENT_TYPE_TO_PIPELINE_RUN_STATUS


def is_check_event(event: EventLogEntry) -> bool:
    """Whether the event is about an asset check and so belongs into the executions table."""
    return event.dagster_event_type in ASSET_CHECK_EVENTS


def last_of_each_kind(stored: Sequence[Stored]) -> list[Stored]:
    """The last event of each kind for each asset, by asset and then in the order of the batch.

    The asset's row keeps no more than that: each kind overwrites its own columns. Ordered by asset, two
    writers never wait for each other's rows in opposite order.
    """
    latest: dict[tuple[str, DagsterEventType | None], Stored] = {}
    for event, event_id in stored:
        latest[asset_of(event), event.dagster_event_type] = (event, event_id)
    return sorted(latest.values(), key=lambda pair: (asset_of(pair[0]), pair[1]))


def asset_of(event: EventLogEntry) -> str:
    """The asset key of an asset event, as the database spells it."""
    key = event.get_dagster_event().asset_key
    return key.to_string() if key else ""


def insert_rows(connection: Connection, rows: Sequence[Row]) -> list[int]:
    """Insert rows into the event log and give their ids in the same order."""
    table = SqlEventLogStorageTable
    statement = table.insert().returning(table.c.id, sort_by_parameter_order=True)
    return [int(event_id) for event_id in connection.execute(statement, rows).scalars()]


def with_batch_size(stock: UserConfigSchema) -> UserConfigSchema:
    """The configuration of a stock storage and the key that ours adds to it."""
    size = Field(IntSource, is_required=False, default_value=DEFAULT_BATCH_SIZE)
    return {**cast("Mapping[str, Any]", stock), "batch_size": size}


def without_batch_size(config: Mapping[str, Any]) -> dict[str, Any]:
    """The stock storage's part of the configuration, after asking Dagster for batches of ``batch_size``.

    Dagster reads the size from the environment only, in every process that writes events; all of them build
    their storage from the same ``dagster.yaml``. What the environment already says is kept.
    """
    os.environ.setdefault(BATCH_SIZE, str(config.get("batch_size", DEFAULT_BATCH_SIZE)))
    return {key: value for key, value in config.items() if key != "batch_size"}
