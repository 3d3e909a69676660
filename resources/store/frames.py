"""The store as tables for SQL models: what was known at one audit of the fleet that it was about.

The frames are the same whenever they are asked for and whichever database the store is in: rows of later
audits are not there, and what ended later had not ended. Times are epoch seconds.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import BigInteger, Connection, Float, Integer, Select, and_, case, cast, func, or_, select
from sqlalchemy import Text as PlainText
from sqlalchemy.sql.elements import ColumnElement

from resources.store import audits
from resources.store.answers import from_text
from resources.store.findings import as_of, newly_waived, rows_of
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

_WHOLE = (BigInteger, Integer, Whole)
# No quote inside a JSON text stands without a backslash, so a comma before one is outside of all of them.
_STATES = r'[{,]"states":\["([^\]]*)"\]'


def frames(store: Store, audit: int) -> dict[str, pd.DataFrame]:
    """By name, the tables that ``models.yml`` describes as the store's; raises :class:`StoreError`."""
    with store.database.reading() as connection:
        return {
            "audits": _audits(connection, audit),
            "changes": _changes(connection, audit),
            "phases": _phases(connection, audit),
            **_of_repositories(connection, audit),
        }


def _of_repositories(connection: Connection, audit: int) -> dict[str, pd.DataFrame]:
    repositories = _repositories(connection, audit)
    slugs = set(repositories["slug"])
    return {
        "repositories": repositories,
        "repository_states": _states(connection, audit, slugs),
        "verdicts": _verdicts(connection, audit, slugs),
        "findings": _findings(connection, audit, slugs),
        "vitality": _vitality(connection, audit, slugs),
    }


def _audits(connection: Connection, audit: int) -> pd.DataFrame:
    column = AUDITS.c
    finished = func.coalesce(column.finished, column.started).label("finished")
    query = select(column.id.label("audit"), column.started, finished).where(_told(audit))
    return _frame(query, connection.execute(query.order_by(column.id)))


def _told(audit: int) -> ColumnElement[bool]:
    """The audit, and every complete one of the same roots before it."""
    column = AUDITS.c
    roots = select(column.roots_digest).where(column.id == audit).scalar_subquery()
    earlier = and_(column.id < audit, column.status == "complete", column.roots_digest == roots)
    return or_(column.id == audit, earlier)


def _changes(connection: Connection, audit: int) -> pd.DataFrame:
    column = CHANGES.c
    query = select(column.audit, column.slug, column.kind, column.subject, column.cause)
    told = query.join(AUDITS, AUDITS.c.id == column.audit).where(_told(audit))
    return _frame(query, connection.execute(told.order_by(column.id)))


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
    query = select(column.slug, column.answers).where(*as_of(VERDICTS, audit))
    rows = rows_of(connection, query.order_by(column.id), column.slug, slugs)
    told = [(row.slug, each) for row in rows for each in from_text(row.answers)]
    waived = newly_waived(connection, audit, audits.previous(connection, audit), slugs)
    return pd.DataFrame(
        {
            "slug": pd.array([slug for slug, _ in told], dtype="string"),
            "gate": pd.array([answer.gate for _, answer in told], dtype="string"),
            "outcome": pd.array([answer.outcome.value for _, answer in told], dtype="string"),
            "newly_waived": pd.array(
                [int((slug, answer.gate) in waived) for slug, answer in told], dtype="Int64"
            ),
        }
    )


def _findings(connection: Connection, audit: int, slugs: set[str]) -> pd.DataFrame:
    column = FINDINGS.table.c
    opened = AUDITS.c.started.label("opened")
    keys = column.slug, column.gate, column.fingerprint, column.severity
    query = select(*keys, opened, column.audit, _ended(FINDINGS, audit)).where(column.audit <= audit)
    told = query.join(AUDITS, AUDITS.c.id == column.opened).order_by(column.id)
    return _frame(query, rows_of(connection, told, column.slug, slugs))


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
