"""What repositories depend on, in and out of the store: scans, facts, and readings of files."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Row, insert, select

from gitops_assets.core.dependencies.model import (
    Claim,
    Confidence,
    Dependency,
    Kind,
    Publication,
    RepositoryDependencies,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.row_document import Document
from resources.store.dependency_tables import (
    CLAIMS,
    DEPENDENCIES,
    FACTS,
    MANIFESTS,
    PUBLICATIONS,
    READINGS,
    SCANS,
    SKIPPED_FILES,
)
from resources.store.documents import digest
from resources.store.findings import Slugs, as_of, rows_of
from resources.store.schema import AUDITS, Versioned, storable
from resources.store.versions import Said, always, batches, write

Fact = Dependency | Publication | Claim | Skipped
F = TypeVar("F", bound=Fact)

_TABLES: tuple[tuple[Versioned, type[Fact]], ...] = (
    (DEPENDENCIES, Dependency),
    (PUBLICATIONS, Publication),
    (CLAIMS, Claim),
    (SKIPPED_FILES, Skipped),
)
_COLUMNS: dict[type[Any], tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind)) for _, kind in _TABLES
}
_IDENTITY: dict[type[Fact], tuple[str, ...]] = {
    Dependency: ("kind", "ecosystem", "name", "path", "scope"),
    Publication: ("kind", "ecosystem", "name", "path"),
    Claim: ("resource", "name", "path"),
    Skipped: ("path", "extractor"),
}


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
    """What the store says of a repository's last scan."""

    commit: str | None
    analysis: str
    unknown: str | None


def record(connection: Connection, audit: int, scans: Sequence[Scan]) -> None:
    """Scans with all their facts; where a repository could not be read, its facts stay as they were."""
    write(connection, SCANS, audit, Said([_scan(scan) for scan in scans]))
    read = [scan for scan in scans if scan.known.unknown is None]
    slugs = [scan.known.slug for scan in read]
    for versioned, kind in _TABLES:
        rows = [row for scan in read for row in _facts(scan.known, kind)]
        write(connection, versioned, audit, Said(rows, slugs, always))
    manifests = [row for scan in read for row in _manifests(scan)]
    write(connection, MANIFESTS, audit, Said(manifests, slugs, always))


def confirm(connection: Connection, audit: int, slugs: Collection[str]) -> None:
    """These repositories stand where they stood when they were read last: what was found still holds."""
    column = SCANS.table.c
    query = select(column.slug, column.commit, column.analysis, column.unknown).where(column.ended.is_(None))
    rows = [_digested(row._asdict()) for row in rows_of(connection, query, column.slug, slugs)]
    write(connection, SCANS, audit, Said(rows))


def retire(connection: Connection, audit: int, slugs: Sequence[str]) -> None:
    """End all that is current about repositories that left the fleet; what they offered stays answerable."""
    for versioned in (SCANS, *FACTS):
        write(connection, versioned, audit, Said(groups=slugs, closes=always))


def scanned(connection: Connection, slugs: Slugs) -> dict[str, Scanned]:
    """The last scan of each of these repositories that has one."""
    column = SCANS.table.c
    query = select(column.slug, column.commit, column.analysis, column.unknown).where(column.ended.is_(None))
    return {row.slug: Scanned(*row[1:]) for row in rows_of(connection, query, column.slug, slugs)}


def known(connection: Connection, audit: int, slugs: Slugs) -> dict[str, RepositoryDependencies]:
    """What was known of these repositories at the end of that audit; of those never read, nothing."""
    needed = read_facts(connection, DEPENDENCIES, Dependency, audit, slugs)
    offered = read_facts(connection, PUBLICATIONS, Publication, audit, slugs)
    claimed = read_facts(connection, CLAIMS, Claim, audit, slugs)
    skipped = read_facts(connection, SKIPPED_FILES, Skipped, audit, slugs)
    times = _times(connection)
    column = SCANS.table.c
    query = select(column.slug, column.commit, column.unknown, column.verified).where(*as_of(SCANS, audit))
    return {
        row.slug: RepositoryDependencies(
            slug=row.slug,
            commit=row.commit,
            seen=times.get(min(row.verified, audit), 0),
            dependencies=tuple(needed.get(row.slug, ())),
            publications=tuple(offered.get(row.slug, ())),
            claims=tuple(claimed.get(row.slug, ())),
            skipped=tuple(skipped.get(row.slug, ())),
            unknown=row.unknown,
        )
        for row in rows_of(connection, query, column.slug, slugs)
    }


def last_offered(connection: Connection, audit: int, slugs: Slugs) -> dict[str, list[Publication]]:
    """What repositories that are gone by that audit offered when they were last here."""
    column = PUBLICATIONS.table.c
    gone = select(column.slug, column.ended).where(column.ended <= audit)
    last: dict[str, int] = {}
    for slug, ended in rows_of(connection, gone, column.slug, slugs):
        last[slug] = max(ended, last.get(slug, 0))
    query = select(column.ended, *_selected(PUBLICATIONS, Publication)).where(column.ended <= audit)
    offered: defaultdict[str, list[Publication]] = defaultdict(list)
    for ended, slug, *values in rows_of(connection, query, column.slug, list(last)):
        if ended == last[slug]:
            offered[slug].append(_fact(Publication, values))
    return dict(offered)


def recall(connection: Connection, readings: Collection[str]) -> dict[str, Document]:
    """What was found in files before, by the key of the reading."""
    query = select(READINGS)
    return {row.reading: row.rows for row in rows_of(connection, query, READINGS.c.reading, readings)}


def remember(connection: Connection, found: Mapping[str, Document]) -> None:
    """Keep what was found in files; what is there already stays."""
    there = set(recall_keys(connection, found))
    rows = [{"reading": key, "rows": rows} for key, rows in sorted(found.items()) if key not in there]
    for batch in batches(rows):
        connection.execute(insert(READINGS), batch)


def recall_keys(connection: Connection, readings: Collection[str]) -> Iterator[str]:
    """Which of these readings are known."""
    query = select(READINGS.c.reading)
    return (row.reading for row in rows_of(connection, query, READINGS.c.reading, list(readings)))


def _scan(scan: Scan) -> dict[str, Any]:
    return _digested(
        {
            "slug": scan.known.slug,
            "commit": scan.known.commit,
            "analysis": scan.analysis,
            "unknown": scan.known.unknown,
        }
    )


def _facts(found: RepositoryDependencies, kind: type[Fact]) -> Iterator[dict[str, Any]]:
    lists: dict[type[Fact], Sequence[Fact]] = {
        Dependency: found.dependencies,
        Publication: found.publications,
        Claim: found.claims,
        Skipped: found.skipped,
    }
    seen: Counter[tuple[str, ...]] = Counter()
    for fact in lists[kind]:
        values = {name: _plain(getattr(fact, name)) for name in _COLUMNS[kind]}
        same = tuple(str(values[name]) for name in _IDENTITY[kind])
        nth = seen[same]
        seen[same] += 1
        yield _digested({"slug": found.slug, "identity": _identity(*same, str(nth)), **values})


def _manifests(scan: Scan) -> Iterator[dict[str, Any]]:
    for each in scan.manifests:
        yield _digested(
            {
                "slug": scan.known.slug,
                "identity": _identity(each.path, each.extractor),
                "path": each.path,
                "extractor": each.extractor,
                "blob": each.blob,
                "reading": each.reading,
            }
        )


def read_facts(
    connection: Connection, versioned: Versioned, kind: type[F], audit: int, slugs: Slugs
) -> dict[str, list[F]]:
    """By repository, the facts of one kind as of an audit, in the order of their places."""
    query = select(*_selected(versioned, kind)).where(*as_of(versioned, audit))
    facts: defaultdict[str, list[F]] = defaultdict(list)
    for slug, *values in rows_of(connection, query, versioned.group, slugs):
        facts[slug].append(_fact(kind, values))
    for listed in facts.values():
        listed.sort(key=lambda fact: (fact.path, fact.line, repr(fact)))
    return facts


def _selected(versioned: Versioned, kind: type[Any]) -> list[Column[Any]]:
    return [versioned.table.c.slug, *(versioned.table.c[name] for name in _COLUMNS[kind])]


def _fact(kind: type[F], values: Iterable[Any]) -> F:
    named = dict(zip(_COLUMNS[kind], values, strict=True))
    for name, word in _WORDS.items():
        if name in named:
            named[name] = word(named[name])
    return kind(**named)


_WORDS = {"kind": Kind, "scope": Scope, "confidence": Confidence}


def _plain(value: object) -> object:
    return storable(str(value)) if isinstance(value, str) else value


def _identity(*parts: str) -> str:
    text = "\x1f".join(parts)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _digested(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "digest": digest(row)}


def _times(connection: Connection) -> dict[int, int]:
    rows: Iterable[Row[Any]] = connection.execute(select(AUDITS.c.id, AUDITS.c.started))
    return {row.id: row.started for row in rows}
