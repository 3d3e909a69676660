"""Dagster's PostgreSQL event log, writing a batch of events in one transaction."""

import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from dagster._config.config_schema import UserConfigSchema
from dagster._core.events.log import EventLogEntry
from dagster._serdes import ConfigurableClassData
from dagster_postgres import PostgresEventLogStorage
from dagster_postgres.auth import PgTokenProvider
from dagster_postgres.event_log.event_log import CHANNEL_NAME
from dagster_postgres.utils import get_token_provider_from_config, pg_url_from_config
from sqlalchemy import text
from sqlalchemy.engine import Connection

from resources.event_log.batch import (
    BatchingEventLogStorage,
    ThreadState,
    insert_rows,
    with_batch_size,
    without_batch_size,
)

NOTIFY = text("SELECT pg_notify(:channel, note) FROM unnest(CAST(:notes AS text[])) AS note")


class BatchingPostgresEventLogStorage(BatchingEventLogStorage, PostgresEventLogStorage):
    """The stock storage's tables and rows; a batch of any kind costs one connection and one transaction."""

    def __init__(
        self,
        postgres_url: str,
        *,
        should_autocreate_tables: bool = True,
        inst_data: ConfigurableClassData | None = None,
        token_provider: PgTokenProvider | None = None,
    ) -> None:
        self._thread = ThreadState()
        self._flushing = threading.RLock()
        super().__init__(postgres_url, should_autocreate_tables, inst_data, token_provider)

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """The stock configuration (``postgres_url`` or ``postgres_db``, …) and ``batch_size``."""
        return with_batch_size(super().config_type())

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "BatchingPostgresEventLogStorage":
        """Build the storage from ``dagster.yaml``; the stock method would build the stock storage."""
        config = without_batch_size(config_value)
        return cls(
            pg_url_from_config(config),
            should_autocreate_tables=config.get("should_autocreate_tables", True),
            inst_data=inst_data,
            token_provider=get_token_provider_from_config(config),
        )

    def index_connection(self) -> AbstractContextManager[Connection]:
        """Connect to the database, or join the batch that is being written."""
        return self._joined_or(super().index_connection)

    def run_connection(self, run_id: str | None = None) -> AbstractContextManager[Connection]:
        """Connect to the database, after what was gathered is in it."""
        self.flush()
        return super().run_connection(run_id)

    def write(self, events: Sequence[EventLogEntry]) -> None:
        """Write events of any kind now, all or none, and notify of each as the stock storage does."""
        rows = [self._event_to_row(event) for event in events]
        if not rows:
            return
        with self.index_transaction() as connection:
            ids = insert_rows(connection, rows)
            notes = [f"{row['run_id']}_{event_id}" for row, event_id in zip(rows, ids, strict=True)]
            connection.execute(NOTIFY, {"channel": CHANNEL_NAME, "notes": notes})
            self._index(connection, list(zip(events, ids, strict=True)))
