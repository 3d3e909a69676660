"""Audits of the past: made in a store of their own, and taken over below all numbers that are used.

A backfilled audit has a negative number, so that it comes before every other one and is known for what it is;
so have its rows, whose order is that of their versions.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, exists, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from resources.store import audits, dependencies
from resources.store.dependency_tables import READINGS, SCANS
from resources.store.gate_tables import ASKED_GATES, SCORES
from resources.store.schema import AUDITS, CHANGES, FINDINGS, REPOSITORIES, STATES, VERDICTS, storable
from resources.store.versions import batches

_VERSIONED = (REPOSITORIES, STATES, VERDICTS, FINDINGS, SCANS, SCORES)
_F, _R = FINDINGS.table.c, REPOSITORIES.table.c


def replace_past(connection: Connection, source: Connection, roots: Sequence[str]) -> int:
    """Take over all audits of another store as the past of these roots, instead of the one it had; how many.

    What they say of a repository holds until it was first looked at. A finding that was open until then was
    opened when the past says.
    """
    looked = _first_looks(connection)
    _forget(connection, roots, _slugs(source))
    count = source.execute(select(func.max(AUDITS.c.id))).scalar() or 0
    shift = min(0, connection.execute(select(func.min(AUDITS.c.id))).scalar() or 0) - count - 1
    _copy(connection, source, AUDITS, lambda row: {"id": row["id"] + shift})
    for table in (CHANGES, ASKED_GATES):
        _copy(connection, source, table, lambda row: {"audit": row["audit"] + shift})
    for versioned in _VERSIONED:
        _copy(connection, source, versioned.table, lambda row: _moved(row, shift, looked))
    _copy_readings(connection, source)
    _join_findings(connection)
    return count


def _first_looks(connection: Connection) -> dict[str, int]:
    query = select(_R.slug, func.min(_R.audit).label("audit")).where(_R.audit > 0).group_by(_R.slug)
    return {row.slug: row.audit for row in connection.execute(query)}


def _slugs(source: Connection) -> list[str]:
    return list(source.execute(select(_R.slug).distinct()).scalars())


def _moved(row: dict[str, Any], shift: int, looked: dict[str, int]) -> dict[str, Any]:
    ended = row["ended"]
    moved = {
        "audit": row["audit"] + shift,
        "verified": row["verified"] + shift,
        "ended": looked.get(row["slug"], 0) if ended is None else ended + shift,
    }
    return {**moved, "opened": row["opened"] + shift} if "opened" in row else moved


def _copy(connection: Connection, source: Connection, table: Table, moved: Any) -> None:  # noqa: ANN401 - a function of a row
    """The rows of a table, each with what ``moved`` says of it, under numbers below those that are used."""
    rows = [dict(row._mapping) for row in source.execute(select(table))]  # noqa: SLF001 - SQLAlchemy's public name
    told = [{**row, **moved(row)} for row in rows]
    if "id" in table.c and table is not AUDITS:
        used = min(0, connection.execute(select(func.min(table.c.id))).scalar() or 0)
        below = used - 1 - max((row["id"] for row in rows), default=0)
        told = [{**row, "id": row["id"] + below} for row in told]
    for batch in batches(told):
        connection.execute(insert(table), batch)


def _copy_readings(connection: Connection, source: Connection) -> None:
    dependencies.remember(connection, {row.reading: row.rows for row in source.execute(select(READINGS))})


def _forget(connection: Connection, roots: Sequence[str], slugs: Sequence[str]) -> None:
    """Drop the past that these roots had, and what any backfill says of these repositories."""
    mine = AUDITS.c.id < 0, AUDITS.c.roots_digest == audits.roots_digest(roots)
    known = list(connection.execute(select(AUDITS.c.id).where(*mine)).scalars())
    for versioned in _VERSIONED:
        column = versioned.table.c
        _keep_seen(connection, versioned.table, slugs)
        _drop(connection, versioned.table, column.audit.in_, known)
        past = column.audit < 0
        for batch in batches(map(storable, slugs)):
            connection.execute(delete(versioned.table).where(past, column.slug.in_(batch)))
    for table in (CHANGES, ASKED_GATES):
        _drop(connection, table, table.c.audit.in_, known)
    _drop(connection, AUDITS, AUDITS.c.id.in_, known)
    _reopen(connection)


def _drop(connection: Connection, table: Table, among: Any, ids: Sequence[int]) -> None:  # noqa: ANN401 - a column's method
    for batch in batches(ids):
        connection.execute(delete(table).where(among(batch)))


def _keep_seen(connection: Connection, table: Table, slugs: Sequence[str]) -> None:
    """What an imported past said and audits of now saw again began, without that past, with those."""
    column = table.c
    first = select(func.min(AUDITS.c.id)).where(AUDITS.c.id > 0).scalar_subquery()
    for batch in batches(map(storable, slugs)):
        seen = column.audit < 0, column.verified > 0, column.slug.in_(batch)
        connection.execute(update(table).where(*seen).values(audit=first))


def _reopen(connection: Connection) -> None:
    """Findings whose past is gone were opened by the first audit that saw them."""
    first = FINDINGS.table.alias()
    past = FINDINGS.table.alias()
    lost = ~exists(select(past.c.id).where(_same(past), past.c.audit < 0))
    opened = select(func.min(first.c.audit)).where(_same(first), first.c.audit > 0, first.c.opened < 0)
    current = and_(_F.audit > 0, _F.opened < 0, lost)
    connection.execute(update(FINDINGS.table).where(current).values(opened=opened.scalar_subquery()))


def _join_findings(connection: Connection) -> None:
    past = FINDINGS.table.alias()
    then = and_(_same(past), past.c.audit < 0, past.c.ended == _F.opened)
    opened = select(past.c.opened).where(then).scalar_subquery()
    connection.execute(
        update(FINDINGS.table)
        .where(_F.audit > 0, exists(select(past.c.id).where(then)))
        .values(opened=opened)
    )


def _same(other: Any) -> ColumnElement[bool]:  # noqa: ANN401 - an alias of the table of findings
    return and_(other.c.slug == _F.slug, other.c.gate == _F.gate, other.c.fingerprint == _F.fingerprint)
