"""What can be wrong with a store, each said in three beats: what failed, where, what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class StoreError(Exception):
    """Something is wrong with the store; the message says what, where, and what to do."""


class StoreUnreachable(StoreError):  # noqa: N818 - reads as the sentence it is
    """Nothing that is a store answers at this address."""


class StoreNewer(StoreError):  # noqa: N818 - reads as the sentence it is
    """The store was written by a newer version of gitops-assets than this one."""


class StoreNotMigrated(StoreError):  # noqa: N818 - reads as the sentence it is
    """The store is new, or from an older version: its tables are not there yet."""


class StoreReadOnly(StoreError):  # noqa: N818 - reads as the sentence it is
    """The store can be read, but this user or this disk does not let it be written."""


class StoreFull(StoreError):  # noqa: N818 - reads as the sentence it is
    """The disk under the store is full; what was being written is rolled back."""


class StoreBusy(StoreError):  # noqa: N818 - reads as the sentence it is
    """Another writer held the store longer than this one was willing to wait."""


_Meaning = tuple[type[StoreError], str, str]

_UNREACHABLE: _Meaning = (
    StoreUnreachable,
    "the store cannot be opened",
    "check that the address is right, that the server runs or the folder exists, and try again",
)
_READ_ONLY: _Meaning = (
    StoreReadOnly,
    "the store cannot be written",
    "give this user write permission for it and its folder, or use another GITOPS_HOME",
)
_FULL: _Meaning = (
    StoreFull,
    "the disk under the store is full",
    "free some space and run again; what was recorded before is kept",
)
_UNWRITTEN: _Meaning = (
    StoreError,
    "the disk under the store failed",
    "free some space or mend it, and run again; what was recorded before is kept",
)
_BUSY: _Meaning = (
    StoreBusy,
    "the store is held by another writer",
    "wait for the other audit to finish, or stop it, and run again",
)
_NOT_MIGRATED: _Meaning = (
    StoreNotMigrated,
    "the store has no tables for this version",
    "run an audit, or migrate the store, to create them",
)
_DAMAGED: _Meaning = (
    StoreUnreachable,
    "the file is not a store or is damaged",
    "restore it from a backup, or move it away and run an audit to begin a new one",
)
_FAILED: _Meaning = (StoreError, "the store could not do what was asked", "see the reason and run again")

_SQLITE = {
    "SQLITE_CANTOPEN": _UNREACHABLE,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _UNWRITTEN,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
}
# Classes and codes of PostgreSQL's appendix A; the longest that fits decides.
_POSTGRES = {
    "08": _UNREACHABLE,
    "57P": _UNREACHABLE,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "53100": _FULL,
    "55P03": _BUSY,
    "40P01": _BUSY,
    "42P01": _NOT_MIGRATED,
}


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Let the database's errors out as :class:`StoreError`; ``where`` is the store's address for people.

    What only our own mistake can cause (a constraint, a type) passes through unchanged.
    """
    try:
        yield
    except DBAPIError as error:
        meaning = _meaning(error)
        if meaning is None:
            raise
        raise _said(meaning, where, str(error.orig)) from error
    except PoolTimeout as error:
        raise _said(_BUSY, where, "all connections are in use") from error


def _said(meaning: _Meaning, where: str, reason: str) -> StoreError:
    kind, what, remedy = meaning
    first = next((line.strip() for line in reason.splitlines() if line.strip()), "no reason was given")
    return kind(f"{what}: {where}: {first}; {remedy}")


def _meaning(error: DBAPIError) -> _Meaning | None:
    sqlite = getattr(error.orig, "sqlite_errorname", None)
    if sqlite is not None:
        return _of_sqlite(error, sqlite)
    code = getattr(error.orig, "pgcode", None) or ""
    fits = [known for known in _POSTGRES if code.startswith(known)]
    if fits:
        return _POSTGRES[max(fits, key=len)]
    if error.connection_invalidated or (not code and isinstance(error, OperationalError)):
        return _UNREACHABLE
    return _FAILED if isinstance(error, OperationalError) else None


def _of_sqlite(error: DBAPIError, name: str) -> _Meaning | None:
    primary = "_".join(name.split("_")[:2])
    if "no such table" in str(error.orig):
        return _NOT_MIGRATED
    return _SQLITE.get(primary, _FAILED if isinstance(error, OperationalError) else None)
