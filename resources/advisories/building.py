"""Building a snapshot: records go into a new SQLite file that takes the old one's place when it is whole."""

import hashlib
import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from gitops_assets.core.advisories.ecosystems import BY_ID
from gitops_assets.core.advisories.record import Affected, NotARecord, Record, read_record
from gitops_assets.core.text import display
from resources.advisories.sources import AdvisoriesUnreadable, Document, Refused, all_documents, parsed

SHAPE = 1
"""Raised when the tables, or what is taken out of a record, change: an older snapshot is not asked."""

TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, modified TEXT NOT NULL, digest TEXT NOT NULL, body TEXT);
CREATE TABLE affected (
  ecosystem TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL);
"""
INDEX = "CREATE INDEX IF NOT EXISTS affected_by_name ON affected (ecosystem, name)"
_BATCH = 2_000
_SHOWN = 3


@dataclass(slots=True)
class Imported:
    """What an import did: records that are new or changed, those that were there, those of no use here.

    ``other`` counts records about ecosystems that are not known here; ``refused`` has some of those that
    could not be read, ``failed`` counts all of them.
    """

    taken: int = 0
    same: int = 0
    other: int = 0
    failed: int = 0
    refused: list[Refused] = field(default_factory=list)

    def refuse(self, where: str, why: str) -> None:
        """Count one that could not be read, and remember the first few."""
        self.failed += 1
        if len(self.refused) < _SHOWN:
            self.refused.append(Refused(display(where), why))


def build(paths: Sequence[Path], target: Path, *, now: int, add: bool = False) -> Imported:
    """Import all records below these paths into the snapshot at ``target``, which is replaced as a whole.

    With ``add`` what the snapshot had stays where nothing newer of the same id comes. Raises
    :class:`AdvisoriesUnreadable` where there is no record at all; then the old snapshot stays.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        if add and target.exists():
            shutil.copyfile(target, fresh)
        with closing(sqlite3.connect(fresh, isolation_level=None)) as database:
            imported = _filled(database, paths, now)
        os.replace(fresh, target)  # noqa: PTH105 - as atomic as the file system is
    except sqlite3.Error as error:
        why = f"the snapshot cannot be written: {target}: {error}; free some space, or import without --add."
        raise AdvisoriesUnreadable(why) from None
    finally:
        fresh.unlink(missing_ok=True)
    return imported


def _filled(database: sqlite3.Connection, paths: Sequence[Path], now: int) -> Imported:
    for pragma in ("journal_mode=OFF", "synchronous=OFF"):  # a file that breaks is thrown away
        database.execute(f"PRAGMA {pragma}")
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'facts'").fetchone():
        database.executescript(TABLES)
    database.execute("BEGIN")
    writer = _Writer(database)
    for found in all_documents(paths):
        writer.take(found)
    if not writer.known:
        where = ", ".join(str(path) for path in paths)
        first = "".join(f" ({each.where} {each.why})" for each in writer.imported.refused[:1])
        raise AdvisoriesUnreadable(
            f"there are no advisories: {where}{first}; name a zip of OSV's (all.zip of an ecosystem), a JSON "
            "record, or a folder of them."
        )
    writer.finish(now)
    database.execute("COMMIT")
    database.execute("ANALYZE")
    return writer.imported


class _Writer:
    def __init__(self, database: sqlite3.Connection) -> None:
        self.imported = Imported()
        self._database = database
        rows = database.execute("SELECT id, number, modified, digest FROM records")
        self.known: dict[str, tuple[int, str, str]] = {row[0]: (row[1], row[2], row[3]) for row in rows}
        self._next = 1 + max((number for number, _, _ in self.known.values()), default=0)
        self._records: list[tuple[int, str, str, str, str | None]] = []
        self._affected: list[tuple[str, str, int, str]] = []
        self._stale: list[tuple[int]] = []
        self._day = 0

    def take(self, found: Document | Refused) -> None:
        """Read a document and keep what is new in it."""
        if isinstance(found, Refused):
            self.imported.refuse(found.where, found.why)
            return
        self._day = max(self._day, found.day)
        digest = hashlib.sha256(found.body).hexdigest()[:32]
        try:
            for nth, each in enumerate(parsed(found)):
                self._keep(read_record(each), digest if not nth else f"{digest}-{nth}")
        except NotARecord as fault:
            self.imported.refuse(found.where, str(fault))
        except (ValueError, RecursionError) as fault:
            self.imported.refuse(found.where, str(fault)[:100])

    def _keep(self, record: Record, digest: str) -> None:
        before = self.known.get(record.id)
        if before is not None and (before[2] == digest or before[1] > record.modified):
            self.imported.same += 1
            return
        if before is not None:
            self._stale.append((before[0],))
        number, self._next = self._next, self._next + 1
        self.known[record.id] = number, record.modified, digest
        listed = () if record.withdrawn else record.affected
        self.imported.taken += 1
        self.imported.other += not record.affected and not record.withdrawn
        body = None if not listed else _body(record)
        self._records.append((number, record.id, record.modified, digest, body))
        self._affected += [(each.ecosystem, each.name, number, _entry(each)) for each in listed]
        if len(self._records) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._database.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?)", self._records)
        self._database.executemany("INSERT INTO affected VALUES (?, ?, ?, ?)", self._affected)
        self._records.clear()
        self._affected.clear()

    def finish(self, now: int) -> None:
        """Index the entries and write down what the snapshot as a whole is."""
        self._flush()
        self._database.execute("CREATE TEMP TABLE stale (number INTEGER PRIMARY KEY)")
        self._database.executemany("INSERT INTO stale VALUES (?)", self._stale)
        for each in ("records", "affected"):
            self._database.execute(f"DELETE FROM {each} WHERE number IN (SELECT number FROM stale)")  # noqa: S608 - our own two names
        self._database.execute(INDEX)
        facts = {
            "shape": str(SHAPE),
            "digest": _digest(self.known),
            "date": _date((modified for _, modified, _ in self.known.values()), self._day, now),
            "imported": datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "records": str(len(self.known)),
            "counts": json.dumps(self._counts()),
        }
        self._database.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", sorted(facts.items()))

    def _counts(self) -> dict[str, int]:
        query = "SELECT ecosystem, count(DISTINCT number) FROM affected GROUP BY ecosystem"
        found = Counter(dict(self._database.execute(query).fetchall()))
        return {each: found[each] for each in BY_ID if found[each]}


def _body(record: Record) -> str:
    rated = record.rating
    return json.dumps(
        [record.aliases, record.summary, rated.severity, rated.score, rated.vector], separators=(",", ":")
    )


def _entry(entry: Affected) -> str:
    ranges = [[each.type, [[event.kind, event.version] for event in each.events]] for each in entry.ranges]
    return json.dumps([ranges, entry.versions], separators=(",", ":"))


def _digest(known: dict[str, tuple[int, str, str]]) -> str:
    """16 hex digits over all records, in whatever order they came."""
    lines = sorted(f"{name}\x1f{digest}" for name, (_, _, digest) in known.items())
    return hashlib.sha256("\n".join(lines).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _date(moments: Iterable[str], file_day: int, now: int) -> str:
    """The day of the newest record, which cannot be in the future; of its file where no record has a date."""
    today = datetime.fromtimestamp(now, UTC).date().isoformat()
    newest = max(_days(moments, today), default="")
    return newest or datetime.fromtimestamp(min(file_day, now), UTC).date().isoformat()


def _days(moments: Iterable[str], today: str) -> Iterator[str]:
    return (day for each in moments if "1970-01-02" < (day := each[:10]) <= today and len(day) == 10)
