"""Dagster's SQLite event log, writing a batch of events in one transaction a file."""

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

from dagster._config.config_schema import UserConfigSchema
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqlEventLogStorageTable, SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy.engine import Connection

from resources.event_log.batch import (
    BatchingEventLogStorage,
    Row,
    ThreadState,
    insert_rows,
    is_asset_event,
    is_check_event,
    is_of_a_run,
    with_batch_size,
    without_batch_size,
)
from resources.event_log.open_files import OpenFiles


class BatchingSqliteEventLogStorage(BatchingEventLogStorage, SqliteEventLogStorage):
    """The stock storage's tables and rows; a batch costs two transactions, not two or three an event.

    Each run has a file of its own and there is one index of what concerns more than one run. Both are
    written before either is committed, so an error leaves no row behind; the run's file is committed first,
    as the stock storage does, so a process killed in between leaves events that the index does not know.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._thread = ThreadState()
        self._files = OpenFiles()
        super().__init__(base_dir, inst_data)
        # A batch holds the connections of two files, each of which takes this lock.
        self._flushing = threading.RLock()
        # One lock for both: who has a file open and reads another must never wait for who waits for the file.
        self._db_lock = self._flushing  # type: ignore[assignment] # a lock that counts

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """The stock configuration (``base_dir``) and ``batch_size``."""
        return with_batch_size(super().config_type())

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "BatchingSqliteEventLogStorage":
        """Build the storage from ``dagster.yaml``; the stock method would build the stock storage."""
        return cls(inst_data=inst_data, **without_batch_size(config_value))

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        """Connect to one file as the stock storage does, which opens and closes it anew each time."""
        with self._db_lock:
            engine = self._files.engine(Path(self.path_for_shard(shard)))
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def wipe(self) -> None:
        """Forget everything; what is open is closed first."""
        self._files.close()
        super().wipe()

    def dispose(self) -> None:
        """Give the files back."""
        super().dispose()
        self._files.close()

    def index_connection(self) -> AbstractContextManager[Connection]:
        """Connect to the index, or join the batch that is being written."""
        return self._joined_or(super().index_connection)

    @contextmanager
    def run_connection(self, run_id: str | None = None) -> Iterator[Connection]:
        """Connect to the file of a run, after what was gathered is in it."""
        self.flush()
        with super().run_connection(run_id) as connection:
            yield connection

    def write(self, events: Sequence[EventLogEntry]) -> None:
        """Write events of any kind now, all or none."""
        rows = [self._event_to_row(event) for event in events]
        mirrored = [(event, row) for event, row in zip(events, rows, strict=True) if is_mirrored(event)]
        with ExitStack() as files:
            index = files.enter_context(self.index_connection()) if mirrored else None
            for run_id, its_rows in sorted(by_run(rows).items()):
                run = files.enter_context(self.run_connection(run_id))
                run.execute(SqlEventLogStorageTable.insert(), its_rows)
            if index is not None:
                ids = insert_rows(index, [row for _, row in mirrored])
                self._index(index, [(event, id_) for (event, _), id_ in zip(mirrored, ids, strict=True)])


def by_run(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by the run whose file they go to, in their order."""
    runs: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        runs[row["run_id"]].append(row)
    return runs


def is_mirrored(event: EventLogEntry) -> bool:
    """Whether the event is also asked for across runs, and so goes into the index."""
    return is_asset_event(event) or is_check_event(event) or is_of_a_run(event)
