"""The snapshot that was imported last: what it knows as a whole, and of packages, many at once."""

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from gitops_assets.core.advisories.matching import Verdict, judged
from gitops_assets.core.advisories.merging import merged
from gitops_assets.core.advisories.model import Matches, Package
from gitops_assets.core.advisories.record import Affected, Event, Range, Record
from gitops_assets.core.advisories.scoring import Rating
from gitops_assets.core.model import Severity
from resources.advisories.building import SHAPE
from resources.advisories.sources import AdvisoriesUnreadable
from resources.home import Home

BATCH = 400
"""Names in one question; SQLite takes 999 values in a statement of old."""

T = TypeVar("T")

Name = tuple[str, str]
"""Ecosystem and name, as dependencies have them."""


@dataclass(frozen=True, slots=True)
class Status:
    """A snapshot as a whole: its digest for the inputs of a verdict, its day, and records by ecosystem."""

    digest: str
    date: str
    imported: str
    records: int
    ecosystems: Mapping[str, int]


def advisories_day(home: Home) -> str | None:
    """The day up to which a home's snapshot knows, with the beginning of its digest; None without one."""
    found = Snapshot.open(snapshot_path(home))
    if found is None:
        return None
    with found:
        return f"{found.date} ({found.status.digest[:8]})"


def snapshot_path(home: Home) -> Path:
    """Where the snapshot of a home is, or will be."""
    return home.path / "advisories.db"


@dataclass(slots=True)
class Snapshot:
    """An imported snapshot, open for reading; it remembers what it was asked, so that a fleet asks once.

    Whoever opened it goes on reading what it was when a new import takes its place.
    """

    status: Status
    _database: sqlite3.Connection
    _answers: dict[Package, Matches] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Self | None:
        """The snapshot at a path, None where none was imported. Raises :class:`AdvisoriesUnreadable`."""
        if not path.exists():
            return None
        try:
            database = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            facts = dict(database.execute("SELECT name, value FROM facts").fetchall())
            if facts.get("shape") != str(SHAPE):
                database.close()
                raise AdvisoriesUnreadable(_anew(path, "another version of gitops-assets wrote it"))
            status = Status(
                facts["digest"],
                facts["date"],
                facts["imported"],
                int(facts["records"]),
                json.loads(facts["counts"]),
            )
        except (sqlite3.Error, LookupError, ValueError) as error:
            raise AdvisoriesUnreadable(_anew(path, str(error))) from None
        return cls(status, database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the snapshot can no longer be asked."""
        self._database.close()

    @property
    def date(self) -> str:
        """The day up to which it knows."""
        return self.status.date

    def look_up(self, packages: Collection[Package], /) -> Mapping[Package, Matches]:
        """What it says of each of these packages."""
        new = sorted({each for each in packages if each not in self._answers})
        for batch in _batches(_by_name(new).items()):
            records = self._records([name for name, _ in batch])
            for name, asked in batch:
                for package in asked:
                    self._answers[package] = self._answer(package, records.get(name, ()))
        return {package: self._answers[package] for package in packages}

    def digest_of(self, names: Iterable[Name]) -> str:
        """16 hex digits over all that is said of these packages: with the same digest, the same answers.

        A new snapshot concerns only those repositories whose packages' digest moved.
        """
        told = hashlib.sha256(",".join(sorted(self.status.ecosystems)).encode())
        for batch in _batches(sorted(set(names))):
            for *place, _, digest in sorted(self._rows(batch, "records.id, records.digest")):
                told.update("\x1f".join((*place, _, digest)).encode("utf-8", "backslashreplace"))
        return told.hexdigest()[:16]

    def _answer(self, package: Package, records: Iterable[Record]) -> Matches:
        if package.ecosystem not in self.status.ecosystems:
            return Matches(covered=False)
        said = [(record, judged(record.affected, package.version)) for record in records]
        return Matches(
            merged((record for record, verdict in said if verdict is Verdict.AFFECTED), package.version),
            tuple(sorted(record.id for record, verdict in said if verdict is Verdict.UNDECIDED)),
        )

    def _records(self, names: Collection[Name]) -> Mapping[Name, list[Record]]:
        """The records about each of these names, each with what it says of that name alone."""
        found: defaultdict[Name, dict[str, Record]] = defaultdict(dict)
        columns = "records.id, records.body, affected.body"
        for ecosystem, name, record, body, entry in self._rows(names, columns):
            there = found[ecosystem, name].get(record)
            affected = (*(there.affected if there else ()), _affected(ecosystem, name, entry))
            found[ecosystem, name][record] = _record(record, body, affected)
        return {name: list(records.values()) for name, records in found.items()}

    def _rows(self, names: Collection[Name], columns: str) -> Iterator[tuple[str, ...]]:
        marks = ", ".join("(?, ?)" for _ in names)
        query = (
            f"SELECT affected.ecosystem, affected.name, {columns} FROM affected "  # noqa: S608 - our own columns
            f"JOIN records USING (number) WHERE (affected.ecosystem, affected.name) IN (VALUES {marks}) "
            "ORDER BY affected.ecosystem, affected.name, records.id, affected.rowid"
        )
        with closing(self._database.execute(query, [part for name in names for part in name])) as rows:
            yield from rows


def _by_name(packages: Iterable[Package]) -> dict[Name, list[Package]]:
    found: defaultdict[Name, list[Package]] = defaultdict(list)
    for each in packages:
        found[each.ecosystem, each.name].append(each)
    return found


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _record(name: str, body: str, affected: tuple[Affected, ...]) -> Record:
    aliases, summary, severity, score, vector = json.loads(body)
    rated = Rating(Severity(severity), score, vector)
    return Record(id=name, aliases=tuple(aliases), summary=summary, rating=rated, affected=affected)


def _affected(ecosystem: str, name: str, body: str) -> Affected:
    ranges, versions = json.loads(body)
    return Affected(
        ecosystem,
        name,
        tuple(Range(kind, tuple(Event(*event) for event in events)) for kind, events in ranges),
        tuple(versions),
    )


def _anew(path: Path, why: str) -> str:
    return (
        f"the snapshot of advisories cannot be read: {path}: {why}; import it again: "
        "gitops-assets advisories import FILE"
    )
