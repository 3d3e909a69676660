"""The store's part that knows which commits gates have judged, what that cost, and the scores."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, delete, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from gitops_assets.core.compliance.record import AskedGate, ScoreRecord
from gitops_assets.core.compliance.score import Score
from gitops_assets.core.gates.model import Category, Round
from gitops_assets.core.model import Severity
from resources.store import audits
from resources.store.documents import digest
from resources.store.engine import Database
from resources.store.findings import Slugs, as_of, rows_of
from resources.store.gate_tables import ASKED_GATES, GATE_SCANS, SCORES
from resources.store.schema import AUDITS, FINDINGS, VERDICTS, storable
from resources.store.versions import Said, always, batches, write

_S = GATE_SCANS.table.c


@dataclass(frozen=True, slots=True)
class GateScan:
    """What a repository's answers were given for: its commit, and a digest of all else that decides them.

    ``until`` is the last day (ISO) on which they hold by themselves, None without one. ``snapshot`` and
    ``concerns`` are digests of the advisories: all of them, and what they say of this repository.
    """

    commit: str | None
    asked: str
    until: str | None = None
    snapshot: str | None = None
    concerns: str | None = None


class GateStore:
    """Every method is one transaction and raises as the store does."""

    def __init__(self, opened: Database) -> None:
        self.database = opened

    def scans(self, slugs: Slugs = None) -> dict[str, GateScan]:
        """For what each of these repositories was judged last."""
        query = select(_S.slug, _S.commit, _S.asked, _S.until, _S.snapshot, _S.concerns).where(
            _S.ended.is_(None)
        )
        with self.database.reading() as connection:
            return {row.slug: GateScan(*row[1:]) for row in rows_of(connection, query, _S.slug, slugs)}

    def record_scans(self, audit: int, at: int, scans: Mapping[str, GateScan]) -> None:
        """For what these repositories were judged now."""
        rows = [_scan_row(slug, scan) for slug, scan in scans.items()]
        with self._recording(audit, at) as connection:
            write(connection, GATE_SCANS, audit, Said(rows))

    def forget_scans(self, audit: int, at: int, slugs: Sequence[str]) -> None:
        """These repositories could not be judged: the next audit shall try again."""
        with self._recording(audit, at) as connection:
            write(connection, GATE_SCANS, audit, Said(groups=slugs, closes=always))

    def confirm(self, audit: int, at: int, slugs: Sequence[str], asked: Round) -> None:
        """All that is known of what these gates answered about these repositories still holds."""
        known = self.scans(slugs)
        gates = FINDINGS.table.c.gate.in_([gate.id for gate in asked.gates])
        with self._recording(audit, at) as connection:
            _verify(connection, VERDICTS.table, audit, slugs, VERDICTS.table.c.asker == asked.asker.value)
            _verify(connection, FINDINGS.table, audit, slugs, gates)
            write(connection, GATE_SCANS, audit, Said([_scan_row(*each) for each in known.items()]))

    def record_scores(self, audit: int, at: int, scores: Sequence[ScoreRecord]) -> None:
        """The scores of these repositories."""
        with self._recording(audit, at) as connection:
            write(connection, SCORES, audit, Said([score_row(each) for each in scores]))

    def scores(self, audit: int, slugs: Slugs = None) -> dict[str, ScoreRecord]:
        """The scores of these repositories as of that audit."""
        column = SCORES.table.c
        query = select(column.slug, column.value, column.coverage, column.categories).where(
            *as_of(SCORES, audit)
        )
        with self.database.reading() as connection:
            rows = list(rows_of(connection, query, column.slug, slugs))
        return {row.slug: _score_of(row.slug, row.value, row.coverage, row.categories) for row in rows}

    def values(self, audit: int, slugs: Slugs = None) -> dict[str, Score]:
        """The same without the categories, which are most of the work."""
        column = SCORES.table.c
        query = select(column.slug, column.value, column.coverage).where(*as_of(SCORES, audit))
        with self.database.reading() as connection:
            rows = rows_of(connection, query, column.slug, slugs)
            return {row.slug: Score(row.value, row.coverage) for row in rows}

    def record_asked(self, audit: int, asked: Sequence[AskedGate]) -> None:
        """The gates of an audit, instead of what was said of them before."""
        rows = [asked_row(audit, position, each) for position, each in enumerate(asked)]
        with self.database.writing() as connection:
            connection.execute(delete(ASKED_GATES).where(ASKED_GATES.c.audit == audit))
            for batch in batches(rows):
                connection.execute(insert(ASKED_GATES), batch)

    def asked(self, audit: int) -> tuple[AskedGate, ...]:
        """The gates of an audit in their order, or of the last before it over the same roots that asked any.

        None where no audit did: it is older than this question.
        """
        with self.database.reading() as connection:
            asking = connection.execute(_asking(audit)).scalar()
            query = select(ASKED_GATES).where(ASKED_GATES.c.audit == asking).order_by(ASKED_GATES.c.position)
            return tuple(_asked_of(row) for row in connection.execute(query))

    @contextmanager
    def _recording(self, audit: int, at: int) -> Iterator[Connection]:
        with self.database.writing() as connection:
            audits.touch(connection, audit, at)
            yield connection


def _asking(audit: int) -> Select[tuple[int]]:
    roots = select(AUDITS.c.roots_digest).where(AUDITS.c.id == audit).scalar_subquery()
    asked = select(func.max(ASKED_GATES.c.audit)).join(AUDITS, AUDITS.c.id == ASKED_GATES.c.audit)
    return asked.where(ASKED_GATES.c.audit <= audit, AUDITS.c.roots_digest == roots)


def _verify(
    connection: Connection, table: Table, audit: int, slugs: Sequence[str], which: ColumnElement[bool]
) -> None:
    column = table.c
    current = and_(column.ended.is_(None), column.verified < audit, which)
    for batch in batches(sorted(map(storable, slugs))):
        connection.execute(update(table).where(current, column.slug.in_(batch)).values(verified=audit))


def _scan_row(slug: str, scan: GateScan) -> dict[str, Any]:
    row = {"slug": storable(slug), **asdict(scan)}
    return {**row, "digest": digest(row)}


def score_row(record: ScoreRecord) -> dict[str, Any]:
    """A score as a row."""
    row = {
        "slug": storable(record.slug),
        "value": record.score.value,
        "coverage": record.score.coverage,
        "level": record.score.level,
        "categories": {name: [each.value, each.coverage] for name, each in record.categories.items()},
    }
    return {**row, "digest": digest(row)}


def _score_of(slug: str, value: float | None, coverage: float, categories: Mapping[str, Any]) -> ScoreRecord:
    known = {Category(name): Score(*pair) for name, pair in categories.items()}
    return ScoreRecord(slug, Score(value, coverage), known)


def asked_row(audit: int, position: int, asked: AskedGate) -> dict[str, Any]:
    """A gate as an audit asked it, as a row."""
    return {
        "audit": audit,
        "position": position,
        "gate": asked.id,
        "title": asked.title,
        "category": asked.category,
        "severity": asked.severity,
        "weight": asked.weight,
        "required": asked.required,
        "version": asked.version,
        "doc": asked.doc,
        "remedy": asked.remedy,
        "repositories": asked.repositories,
        "microseconds": asked.microseconds,
    }


def _asked_of(row: Any) -> AskedGate:  # noqa: ANN401 - a row of the table
    return AskedGate(
        id=row.gate,
        title=row.title,
        doc=row.doc,
        remedy=row.remedy,
        category=Category(row.category),
        severity=Severity(row.severity),
        weight=row.weight,
        required=row.required,
        version=row.version,
        repositories=row.repositories,
        microseconds=row.microseconds,
    )
