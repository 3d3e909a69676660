"""The store as tables for SQL models: what was known at one audit of the fleet that it was about.

The frames are the same whenever they are asked for and whichever database the store is in: rows of later
audits are not there, and what ended later had not ended. Times are epoch seconds. What the store keeps as
JSON stays text: DuckDB takes it apart in a tenth of the time that Python objects would cost.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Float,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy import Text as PlainText
from sqlalchemy.sql.elements import ColumnElement

from resources.store import audits
from resources.store.dependency_tables import CONFLICTS, EDGES, READINGS, SCANS
from resources.store.drift_tables import DRIFTS
from resources.store.findings import as_of, rows_of
from resources.store.gate_tables import ASKED_GATES, SCORES
from resources.store.model import Location
from resources.store.schema import (
    AUDITS,
    CHANGES,
    FINDINGS,
    REPOSITORIES,
    STATES,
    VERDICTS,
    Versioned,
    Whole,
)
from resources.store.scope import scope_of
from resources.store.store import Store
from resources.store.vitality_tables import MEASURED, PHASES, VITALITY

SOURCE = "store"
"""What the models call these tables' source."""

ADVISED = "no-known-vulnerabilities"
"""The gate whose findings' words are read by models; those of all others would only take room."""

_WHOLE = (BigInteger, Integer, Whole)
# No quote inside a JSON text stands without a backslash, so a comma before one is outside of all of them.
_STATES = r'[{,]"states":\["([^\]]*)"\]'


def frames(store: Store, audit: int) -> dict[str, pd.DataFrame]:
    """By name, the tables that ``models.yml`` describes as the store's; raises :class:`StoreError`."""
    with store.database.reading() as connection:
        return {
            "audits": _audits(connection, audit),
            "changes": _changes(connection, audit),
            "asked_gates": _asked(connection, audit),
            "edges": _edges(connection, audit),
            "conflicts": _conflicts(connection, audit),
            "phases": _phases(connection, audit),
            **_of_repositories(connection, audit),
        }


def _of_repositories(connection: Connection, audit: int) -> dict[str, pd.DataFrame]:
    repositories = _repositories(connection, audit)
    slugs = set(repositories["slug"])
    scans = _scans(connection, audit, slugs)
    return {
        "repositories": repositories,
        "repository_states": _states(connection, audit, slugs),
        "verdicts": _verdicts(connection, audit, slugs),
        "findings": _findings(connection, audit, slugs),
        "scores": _scores(connection, audit, slugs),
        "vitality": _vitality(connection, audit, slugs),
        "template_drifts": _drifts(connection, audit, slugs),
        "dependency_scans": scans,
        "readings": _readings(connection, set(scans["said"].dropna())),
    }


def _audits(connection: Connection, audit: int) -> pd.DataFrame:
    column = AUDITS.c
    finished = func.coalesce(column.finished, column.started).label("finished")
    query = select(column.id.label("audit"), column.started, finished).where(_told(audit))
    return _frame(query, connection.execute(query.order_by(column.id)))


def _told(audit: int) -> ColumnElement[bool]:
    """The audit, and every complete one of the same roots before it."""
    column = AUDITS.c
    earlier = and_(column.id < audit, column.status == "complete", column.roots_digest == _fleet(audit))
    return or_(column.id == audit, earlier)


def _fleet(audit: int) -> ColumnElement[str]:
    return select(AUDITS.c.roots_digest).where(AUDITS.c.id == audit).scalar_subquery()


def _changes(connection: Connection, audit: int) -> pd.DataFrame:
    column = CHANGES.c
    query = select(
        column.audit, column.slug, column.kind, column.subject, column.before, column.after, column.cause
    )
    told = query.join(AUDITS, AUDITS.c.id == column.audit).where(_told(audit))
    return _frame(query, connection.execute(told.order_by(column.id)))


def _asked(connection: Connection, audit: int) -> pd.DataFrame:
    """The gates of the audit, or of the last one before it that asked any."""
    column = ASKED_GATES.c
    asked = select(func.max(column.audit)).join(AUDITS, AUDITS.c.id == column.audit).where(_told(audit))
    query = select(
        column.gate, column.title, column.category, column.severity, column.weight, column.position
    ).where(column.audit == asked.scalar_subquery())
    return _frame(query, connection.execute(query.order_by(column.position)))


def _edges(connection: Connection, audit: int) -> pd.DataFrame:
    column = EDGES.table.c
    query = select(
        column.source,
        column.target,
        column.kind,
        column.ecosystem,
        column.name,
        column.path,
        column.line,
        column.scope,
        column.level,
        cast(case((column.missing, 1), else_=0), Integer).label("missing"),
    ).where(*as_of(EDGES, audit), column.fleet == _fleet(audit))
    return _frame(query, connection.execute(query.order_by(column.id)))


def _conflicts(connection: Connection, audit: int) -> pd.DataFrame:
    column = CONFLICTS.table.c
    query = select(
        column.identity,
        column.kind,
        column.ecosystem,
        column.name,
        column.why,
        _text(column.claims),
        _text(column.breaks),
    ).where(*as_of(CONFLICTS, audit), column.fleet == _fleet(audit))
    return _frame(query, connection.execute(query.order_by(column.id)))


def _repositories(connection: Connection, audit: int) -> pd.DataFrame:
    belongs = scope_of(audits.by_id(connection, audit).roots)
    column = REPOSITORIES.table.c
    query = select(column.slug, column.audit, _ended(REPOSITORIES, audit))
    placed = query.add_columns(column.path, column.root).where(column.audit <= audit).order_by(column.id)
    rows = connection.execute(placed)
    return _frame(query, (row[:3] for row in rows if belongs(Location(row.slug, row.path, row.root))))


def _states(connection: Connection, audit: int, slugs: set[str]) -> pd.DataFrame:
    column = STATES.table.c
    document = cast(column.document, PlainText).label("states")
    query = select(
        column.slug, column.owner, column.criticality, document, column.committed, column.fetched
    ).where(*as_of(STATES, audit))
    frame = _frame(query, rows_of(connection, query.order_by(column.id), column.slug, slugs))
    words = frame["states"].str.extract(_STATES, expand=False)
    return frame.assign(states=words.str.replace('","', " ", regex=False).fillna(""))


def _verdicts(connection: Connection, audit: int, slugs: set[str]) -> pd.DataFrame:
    column = VERDICTS.table.c
    query = select(column.slug, column.asker, column.answers, column.audit, _ended(VERDICTS, audit)).where(
        column.audit <= audit
    )
    return _frame(query, rows_of(connection, query.order_by(column.id), column.slug, slugs))


def _findings(connection: Connection, audit: int, slugs: set[str]) -> pd.DataFrame:
    column = FINDINGS.table.c
    opened = AUDITS.c.started.label("opened")
    words = case((column.gate == ADVISED, column.message)).label("message")
    keys = column.slug, column.gate, column.fingerprint, column.severity, column.path, words
    query = select(*keys, opened, column.audit, _ended(FINDINGS, audit)).where(column.audit <= audit)
    told = query.join(AUDITS, AUDITS.c.id == column.opened).order_by(column.id)
    return _frame(query, rows_of(connection, told, column.slug, slugs))


def _scores(connection: Connection, audit: int, slugs: set[str]) -> pd.DataFrame:
    column = SCORES.table.c
    query = select(
        column.slug, column.value, column.coverage, column.level, column.audit, _ended(SCORES, audit)
    ).where(column.audit <= audit)
    return _frame(query, rows_of(connection, query.order_by(column.id), column.slug, slugs))


def _scans(connection: Connection, audit: int, slugs: set[str]) -> pd.DataFrame:
    column = SCANS.table.c
    query = select(column.slug, column.commit, column.unknown, column.said).where(*as_of(SCANS, audit))
    return _frame(query, rows_of(connection, query.order_by(column.id), column.slug, slugs))


def _readings(connection: Connection, keys: set[str]) -> pd.DataFrame:
    query = select(READINGS.c.reading, _text(READINGS.c.rows))
    return _frame(query, rows_of(connection, query.order_by(READINGS.c.reading), READINGS.c.reading, keys))


def _text(column: Column[Any]) -> ColumnElement[str]:
    """A JSON column as it is written."""
    return cast(column, PlainText).label(column.name)


def _phases(connection: Connection, audit: int) -> pd.DataFrame:
    column = PHASES.c
    query = select(
        column.audit, column.phase, column.slug, column.position, column.repositories, column.microseconds
    )
    told = query.join(AUDITS, AUDITS.c.id == column.audit).where(_told(audit))
    return _frame(query, connection.execute(told.order_by(column.audit, column.position, column.slug)))


def _vitality(connection: Connection, audit: int, slugs: set[str]) -> pd.DataFrame:
    column = VITALITY.table.c
    query = select(column.slug, *(column[name] for name in MEASURED)).where(*as_of(VITALITY, audit))
    return _frame(query, rows_of(connection, query.order_by(column.id), column.slug, slugs))


def _drifts(connection: Connection, audit: int, slugs: set[str]) -> pd.DataFrame:
    column = DRIFTS.table.c
    told = column.slug, column.template, column.tag, column.latest, column.score, column.coverage
    query = select(*told, column.behind, _text(column.document), column.audit, _ended(DRIFTS, audit)).where(
        column.audit <= audit, column.template != ""
    )
    return _frame(query, rows_of(connection, query.order_by(column.id), column.slug, slugs))


def _ended(versioned: Versioned, audit: int) -> ColumnElement[int]:
    """When a row ended, as was known at that audit."""
    ended = versioned.table.c.ended
    return case((ended <= audit, ended)).label("ended")


def _frame(query: Select[Any], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """The rows as typed columns: an empty or unknown column has the type of the others like it."""
    columns = query.selected_columns
    values: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pd.DataFrame({str(c.key): _typed(c, each) for c, each in zip(columns, values, strict=True)})


def _typed(column: ColumnElement[Any], values: Sequence[Any]) -> pd.api.extensions.ExtensionArray:
    if isinstance(column.type, Float):
        return pd.array(values, dtype="Float64")
    return pd.array(values, dtype="Int64" if isinstance(column.type, _WHOLE) else "string")
