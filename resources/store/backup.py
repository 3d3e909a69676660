"""One file that holds a whole store, the same for SQLite and PostgreSQL, and a store from such a file.

The file is a zip of one JSON-lines member per table and a ``manifest.json`` with the revision of the tables
and the number of rows in each. Equal stores give equal bytes.
"""

import json
import os
import tempfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from sqlalchemy import JSON, Connection, LargeBinary, MetaData, Table, event, func, insert, inspect, select
from sqlalchemy.exc import StatementError

from resources.store import revisions
from resources.store.documents import canonical
from resources.store.errors import StoreError
from resources.store.schema import METADATA
from resources.store.store import Store
from resources.store.versions import batches

FORMAT = "gitops-assets/store/1"
_MANIFEST = "manifest.json"
_DAMAGED = (BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, StatementError)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: the revision of its tables and how many rows each has."""

    revision: str
    counts: Mapping[str, int]


def backup(store: Store, path: Path) -> dict[str, int]:
    """Write the whole store, as of one moment, to ``path``; gives the number of rows by table.

    The file appears whole or not at all. Raises :class:`StoreError`.
    """
    store.check()
    with store.database.reading() as connection, _appearing(path) as archive:
        counts = {table.name: _dump(connection, table, archive) for table in _tables(connection)}
        revision = revisions.current(connection)
        manifest = {"format": FORMAT, "revision": revision, "tables": counts}
        archive.writestr(ZipInfo(_MANIFEST), canonical(manifest))
    return counts


def restore(store_url: str, path: Path, *, force: bool = False) -> dict[str, int]:
    """Make the store at ``store_url`` equal to the backup; gives the number of rows by table.

    Older tables are upgraded. Raises :class:`StoreError` for a file that is not a whole backup, for
    one from a newer version, and, unless ``force``, for a store that has audits; then nothing has changed.
    """
    with Store.open(store_url) as store, _reading(path) as archive:
        manifest = _manifest(archive, path)
        revisions.refuse_newer(manifest.revision, str(path))
        store.database.prepare()
        with store.database.writing() as connection:
            _make_room(connection, store.database.where, force=force)
            revisions.upgrade(connection, manifest.revision)
            for table in _tables(connection):
                _load(connection, table, archive, manifest)
            revisions.upgrade(connection)
    return dict(manifest.counts)


@contextmanager
def _appearing(path: Path) -> Iterator[ZipFile]:
    temporary: str | None = None
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
                yield archive
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise StoreError(
            f"the backup could not be written: {path}: {reason}; choose a folder that exists and has room"
        ) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _tables(connection: Connection) -> list[Table]:
    """Our tables as they are in this store now, at whatever revision it is."""
    found = MetaData()
    present = set(inspect(connection).get_table_names())
    names = [name for name in METADATA.tables if name in present]
    event.listen(found, "column_reflect", _json_null)
    found.reflect(connection, only=names, resolve_fks=False)
    return [found.tables[name] for name in sorted(names)]


def _json_null(_inspector: object, _table: Table, column: dict[str, Any]) -> None:
    # What a database says of a column does not include that nothing is NULL and not JSON's null.
    if isinstance(column["type"], JSON):
        column["type"] = JSON(none_as_null=True)


def _dump(connection: Connection, table: Table, archive: ZipFile) -> int:
    count = 0
    query = select(table).order_by(*table.primary_key.columns)
    rows = connection.execution_options(yield_per=1000).execute(query)
    with archive.open(_member(table.name), "w") as member:
        for row in rows:
            member.write(f"{canonical(_portable(row._asdict()))}\n".encode("ascii"))
            count += 1
    return count


def _member(table: str) -> ZipInfo:
    # A ZipInfo of its own has a fixed date, so that equal stores give equal bytes.
    member = ZipInfo(f"{table}.jsonl")
    member.compress_type = ZIP_DEFLATED
    return member


def _portable(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: b64encode(value).decode("ascii") if isinstance(value, bytes) else value
        for name, value in row.items()
    }


@contextmanager
def _reading(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as archive:
            yield archive
    except OSError as error:
        reason = error.strerror or error
        raise StoreError(
            f"the backup could not be read: {path}: {reason}; name a file that `store backup` wrote"
        ) from error
    except _DAMAGED as error:
        raise StoreError(
            f"this is not a whole backup: {path}: {error}; the store is as it was; use another backup"
        ) from error


def _manifest(archive: ZipFile, path: Path) -> Manifest:
    said = json.loads(archive.read(_MANIFEST))
    if said["format"] != FORMAT:
        raise StoreError(
            f"this backup has an unknown format: {path}: {said['format']!r}; upgrade gitops-assets to read it"
        )
    return Manifest(str(said["revision"]), {str(name): int(rows) for name, rows in said["tables"].items()})


def _make_room(connection: Connection, where: str, *, force: bool) -> None:
    revision = revisions.current(connection)
    if revision is None:
        return
    revisions.refuse_newer(revision, where)
    audits = connection.execute(select(func.count()).select_from(METADATA.tables["audits"])).scalar()
    if audits and not force:
        raise StoreError(
            f"the store is not empty: {where}: it has {audits} audits; restore into a new store, or force it "
            "to replace them"
        )
    revisions.downgrade(connection, "base")


def _load(connection: Connection, table: Table, archive: ZipFile, manifest: Manifest) -> None:
    count = 0
    with archive.open(f"{table.name}.jsonl") as member, TextIOWrapper(member, "ascii") as lines:
        for batch in batches(_row(table, line) for line in lines):
            connection.execute(insert(table), batch)
            count += len(batch)
    if count != manifest.counts[table.name]:
        raise ValueError(f"{table.name} has {count} rows of {manifest.counts[table.name]}")
    _count_on(connection, table)


def _row(table: Table, line: str) -> dict[str, Any]:
    row = json.loads(line)
    if row.keys() != set(table.c.keys()):
        raise ValueError(f"a row of {table.name} has other columns than the table")
    return {name: _native(table, name, value) for name, value in row.items()}


def _native(table: Table, name: str, value: Any) -> Any:  # noqa: ANN401 - JSON values have no narrower type
    binary = isinstance(table.c[name].type, LargeBinary)
    return b64decode(value, validate=True) if binary and value is not None else value


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL give new rows ids after the restored ones, as SQLite does by itself."""
    counted = table.autoincrement_column is not None and table.autoincrement_column.name == "id"
    if connection.dialect.name == "postgresql" and counted:
        largest = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
        sequence = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(sequence, largest, False)))  # noqa: FBT003 - SQL's own
