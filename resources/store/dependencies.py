"""What repositories depend on, in and out of the store: scans, what they say, and readings of files."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects import postgresql, sqlite

from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.model import Locked, Publication, RepositoryDependencies
from gitops_assets.core.dependencies.model import Row as AnyRow
from gitops_assets.core.dependencies.row_document import Document, rows_document, rows_from
from resources.store.dependency_tables import READINGS, SCANS
from resources.store.documents import digest
from resources.store.findings import Slugs, as_of, rows_of
from resources.store.schema import AUDITS, storable
from resources.store.versions import Said, always, batches, write

_S = SCANS.table.c


@dataclass(frozen=True, slots=True)
class Manifest:
    """One file that was read: its blob, and the key of what the extractor found in it."""

    path: str
    extractor: str
    blob: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One repository as an analysis read it; ``known.unknown`` says why it could not."""

    known: RepositoryDependencies
    analysis: str
    manifests: tuple[Manifest, ...] = ()


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the store says of a repository's last scan; ``said`` is the key of what it found."""

    commit: str | None
    analysis: str
    unknown: str | None
    said: str | None = None


def record(connection: Connection, audit: int, scans: Sequence[Scan]) -> None:
    """Scans with all they found; where a repository could not be read, what was known of it stays."""
    keys = keep(connection, scans)
    blind = [scan.known.slug for scan in scans if scan.known.unknown is not None]
    before = scanned(connection, blind)
    rows = (_scan(scan, keys.get(scan.known.slug), before.get(scan.known.slug)) for scan in scans)
    write(connection, SCANS, audit, Said(list(rows)))


def keep(connection: Connection, scans: Sequence[Scan]) -> dict[str, str]:
    """Keep what was found, each content once, and give its key by repository that could be read."""
    readable = [scan for scan in scans if scan.known.unknown is None]
    same = {_parts(scan): scan for scan in readable}
    told = {parts: _document(scan) for parts, scan in same.items()}
    keys = {parts: digest(document) for parts, document in told.items()}
    remember(connection, {keys[parts]: document for parts, document in told.items()})
    return {scan.known.slug: keys[_parts(scan)] for scan in readable}


def confirm(connection: Connection, audit: int, slugs: Collection[str]) -> None:
    """These repositories stand where they stood when they were read last: what was found still holds."""
    rows = [_row(slug, each) for slug, each in scanned(connection, slugs).items()]
    write(connection, SCANS, audit, Said(rows))


def retire(connection: Connection, audit: int, slugs: Sequence[str]) -> None:
    """End what is current about repositories that left the fleet; what they offered stays answerable."""
    write(connection, SCANS, audit, Said(groups=slugs, closes=always))


def scanned(connection: Connection, slugs: Slugs) -> dict[str, Scanned]:
    """The last scan of each of these repositories that has one."""
    query = select(_S.slug, _S.commit, _S.analysis, _S.unknown, _S.said).where(_S.ended.is_(None))
    return {row.slug: Scanned(*row[1:]) for row in rows_of(connection, query, _S.slug, slugs)}


def known(connection: Connection, audit: int, slugs: Slugs) -> dict[str, RepositoryDependencies]:
    """What was known of these repositories at the end of that audit; of those never read, nothing."""
    query = select(_S.slug, _S.commit, _S.unknown, _S.verified, _S.said).where(*as_of(SCANS, audit))
    rows = list(rows_of(connection, query, _S.slug, slugs))
    told, times = contents(connection, [row.said for row in rows]), _times(connection)
    return {
        row.slug: replace(
            told.get(row.said, _NOTHING),
            slug=row.slug,
            commit=row.commit,
            seen=times.get(min(row.verified, audit), 0),
            unknown=row.unknown,
        )
        for row in rows
    }


def said(connection: Connection, audit: int, slugs: Slugs) -> dict[str, str]:
    """The key of all that was known of each of these repositories at the end of that audit."""
    query = select(_S.slug, _S.said).where(*as_of(SCANS, audit), _S.said.is_not(None))
    return {row.slug: row.said for row in rows_of(connection, query, _S.slug, slugs)}


def with_locks(connection: Connection, audit: int, slugs: Slugs) -> dict[str, tuple[Locked, ...]]:
    """Every version in the lock files of these repositories, as of that audit.

    They are kept with the files, not with what a scan said: few questions need them, and they are many.
    """
    keys = said(connection, audit, slugs)
    scans = recall(connection, set(keys.values()))
    files = {slug: [each[3] for each in scans[key].get("manifest", ())] for slug, key in keys.items()}
    found = recall(connection, {reading for listed in files.values() for reading in listed})
    locked = {key: _locked(rows) for key, rows in found.items() if "locked" in rows}
    return {
        slug: tuple(row for key in listed for row in locked.get(key, ())) for slug, listed in files.items()
    }


def _locked(rows: Document) -> tuple[Locked, ...]:
    found = rows_from({"locked": rows["locked"]})
    return tuple(row for row in found if isinstance(row, Locked))


def last_offered(connection: Connection, audit: int, slugs: Slugs) -> dict[str, tuple[Publication, ...]]:
    """What repositories that are gone by that audit offered when they were last here."""
    query = select(_S.slug, _S.said, _S.id).where(_S.ended <= audit)
    ended = sorted(rows_of(connection, query, _S.slug, slugs), key=lambda row: int(row.id))
    last = {row.slug: row.said for row in ended if row.said}
    told = contents(connection, last.values())
    return {slug: told[said].publications for slug, said in last.items()}


def contents(connection: Connection, keys: Iterable[str | None]) -> dict[str, RepositoryDependencies]:
    """What scans found, by its key; of no repository in particular."""
    found = recall(connection, {key for key in keys if key})
    return {key: linked("", rows_from(rows), ()) for key, rows in found.items()}


def recall(connection: Connection, readings: Collection[str]) -> dict[str, Document]:
    """What was found in files before, by the key of the reading."""
    query = select(READINGS)
    return {row.reading: row.rows for row in rows_of(connection, query, READINGS.c.reading, readings)}


def remember(connection: Connection, found: Mapping[str, Document]) -> None:
    """Keep what was found in files; what is there already stays."""
    there = set(_there(connection, list(found)))
    rows = [{"reading": key, "rows": rows} for key, rows in sorted(found.items()) if key not in there]
    # Another run may keep the same content at the same time: of equal ones the first stays.
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for batch in batches(rows):
        connection.execute(insert(READINGS).on_conflict_do_nothing(), batch)


_NOTHING = RepositoryDependencies(slug="")


def _there(connection: Connection, readings: Collection[str]) -> Iterator[str]:
    query = select(READINGS.c.reading)
    return (row.reading for row in rows_of(connection, query, READINGS.c.reading, readings))


def _parts(scan: Scan) -> tuple[int, ...]:
    """Equal for scans that share all they are made of, as those of clones do: it is written down once."""
    known = scan.known
    found = (known.dependencies, known.publications, known.claims, known.skipped)
    return tuple(map(id, (*found, *scan.manifests)))


def _document(scan: Scan) -> Document:
    known = scan.known
    rows: tuple[AnyRow, ...] = (*known.dependencies, *known.publications, *known.claims, *known.skipped)
    files = [[each.path, each.extractor, each.blob, each.reading] for each in scan.manifests]
    return {**rows_document(rows), "manifest": files}


def _scan(scan: Scan, said: str | None, before: Scanned | None) -> dict[str, Any]:
    known = scan.known
    if known.unknown is not None and before is not None:
        return _row(known.slug, replace(before, unknown=known.unknown))
    return _row(known.slug, Scanned(known.commit, scan.analysis, known.unknown, said))


def _row(slug: str, scanned: Scanned) -> dict[str, Any]:
    row = {
        "slug": storable(slug),
        "commit": scanned.commit,
        "analysis": scanned.analysis,
        "unknown": scanned.unknown,
        "said": scanned.said,
    }
    return {**row, "digest": digest(row)}


def _times(connection: Connection) -> dict[int, int]:
    rows: Iterable[Row[Any]] = connection.execute(select(AUDITS.c.id, AUDITS.c.started))
    return {row.id: row.started for row in rows}
