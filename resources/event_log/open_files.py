"""The SQLite files that an event log works with, each opened once: an audit asks them six hundred times.

The last connection of a file that closes copies its log into the file and waits for the disk; so does each
commit unless told otherwise. Here a commit does not wait: what a power cut takes from Dagster's history the
next audit does not miss, and the store, which it would miss, waits by itself.
"""

from pathlib import Path

from dagster._core.storage.sql import create_engine
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import QueuePool

KEPT = 4
"""Files that stay open: the index, and those of the last runs; a webserver shows the events of thousands."""


class OpenFiles:
    """Engines by file; whoever asks holds the storage's lock, so no two threads use one connection."""

    def __init__(self) -> None:
        self._engines: dict[Path, Engine] = {}

    def engine(self, file: Path) -> Engine:
        """The engine of a file that exists or will; one whose file somebody removed is not asked again."""
        engine = self._engines.pop(file, None)
        if engine is not None and not file.exists():
            engine.dispose()
            engine = None
        self._engines[file] = engine or _open(file)
        for oldest in list(self._engines)[:-KEPT]:
            self._engines.pop(oldest).dispose()
        return self._engines[file]

    def close(self) -> None:
        """Close every file; they open again when they are asked for."""
        while self._engines:
            self._engines.popitem()[1].dispose()


def _open(file: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{file}",
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=-1,
        connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _unhurried)
    return engine


def _unhurried(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()
