"""How the store is connected to, and how its transactions begin, so that both databases mean the same.

SQLite: the driver's own transaction handling begins deferred and loses to other writers ("database is
locked", lost updates), so it is switched off and every write begins ``IMMEDIATE``. PostgreSQL: every write
takes one advisory lock for its transaction, so there, too, is one writer at a time and audit ids become
visible in order. Reads see one moment in both: a WAL snapshot, or ``REPEATABLE READ``.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError

from resources.store.documents import canonical
from resources.store.errors import StoreUnreachable, translated

BUSY_SECONDS = 60
"""How long a writer waits for another one before it gives up."""

_WRITES = "gitops_writes"
_WRITER_LOCK = 0x6769746F7073  # "gitops": advisory locks are numbers, shared by everyone in one database
_POSTGRES = ("postgres", "postgresql", "postgresql+psycopg2", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Database:
    """One database, connected to when first used. ``where`` is its address without secrets."""

    engine: Engine
    where: str

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is a file of this machine."""
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of a SQLite store; None for PostgreSQL, memory and SQLite's ``file:`` addresses."""
        name = self.engine.url.database or ":memory:"
        plain = self.is_sqlite and name != ":memory:" and not name.startswith("file:")
        return Path(name) if plain else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment and writes nothing; raises :class:`StoreError`."""
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with translated(self.where), self.engine.execution_options(**options).begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of the only writer: all of it is recorded or none; raises :class:`StoreError`."""
        engine = self.engine.execution_options(**{_WRITES: True})
        with translated(self.where), engine.begin() as connection:
            yield connection

    @contextmanager
    def appending(self) -> Iterator[Connection]:
        """A transaction over rows that no audit reads: waits for no other writer where the database can.

        Numbers of rows may become visible out of order. Raises :class:`StoreError`.
        """
        if self.is_sqlite:
            with self.writing() as connection:
                yield connection
            return
        with translated(self.where), self.engine.begin() as connection:
            yield connection

    def prepare(self) -> None:
        """Let readers and the writer of a SQLite file work at the same time: the file remembers WAL."""
        if not self.is_sqlite:
            return
        deadline = time.monotonic() + BUSY_SECONDS
        with translated(self.where):
            while not self._logs_ahead(deadline):
                time.sleep(0.02)

    def _logs_ahead(self, deadline: float) -> bool:
        # Changing the journal mode does not wait for other connections as everything else does.
        try:
            with closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise OperationalError("PRAGMA journal_mode=WAL", None, error) from error
            return False
        return True


def database(url: str) -> Database:
    """The database at ``url``, not connected yet.

    ``sqlite:////absolute/path.db`` or any spelling of ``postgresql://``, which all mean psycopg2 here.
    Raises :class:`StoreUnreachable` for an address that is neither.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return Database(_sqlite(parsed), f"SQLite file {parsed.database or ':memory:'}")
    place = f"{parsed.host or parsed.query.get('host', 'localhost')}/{parsed.database or ''}"
    return Database(_postgres(parsed), f"PostgreSQL {place}")


def _parsed(url: str) -> URL:
    remedy = "use sqlite:////absolute/path.db or postgresql://user@host/database"
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The address may hold a password, so it is not repeated.
        raise StoreUnreachable(f"the store's address is not a URL; {remedy}") from None
    if parsed.drivername in _POSTGRES:
        return parsed.set(drivername="postgresql+psycopg2")
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        return parsed
    raise StoreUnreachable(f"no store can live in {parsed.drivername!r}; {remedy}")


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
        json_serializer=canonical,
    )
    event.listen(engine, "connect", _durable)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgres(url: URL) -> Engine:
    engine = create_engine(
        url,
        connect_args={
            "connect_timeout": 10,
            "application_name": "gitops-assets",
            "options": f"-c lock_timeout={BUSY_SECONDS}s",
        },
        json_serializer=canonical,
        pool_pre_ping=True,
    )
    event.listen(engine, "begin", _begin_postgres)
    return engine


def _durable(connection: DBAPIConnection, _record: object) -> None:
    # FULL rather than NORMAL: an audit commits a dozen times, so the syncs cost milliseconds, and after a
    # power cut the store must not have forgotten what Dagster's event log says was materialised.
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES, False):
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_WRITER_LOCK,))
