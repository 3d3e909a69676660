"""Findings as of an audit, and what became of them since an earlier one."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Label, Row, Select, false, or_, select
from sqlalchemy.sql.elements import ColumnElement

from gitops_assets.core.model import FindingRecord, FindingStatus, Outcome, Severity
from resources.store.answers import from_text
from resources.store.schema import AUDITS, FINDINGS, VERDICTS, Versioned
from resources.store.versions import Key, batches

_F = FINDINGS.table.c
_V = VERDICTS.table.c

Slugs = Collection[str] | None
"""The repositories that are asked about; None for all."""


def as_of(versioned: Versioned, audit: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a row was valid at the end of that audit."""
    column = versioned.table.c
    return column.audit <= audit, or_(column.ended.is_(None), column.ended > audit)


def rows_of(
    connection: Connection, query: Select[Any], column: Column[str], slugs: Slugs
) -> Iterator[Row[Any]]:
    """The rows of these repositories; however many there are, no statement grows too long."""
    if slugs is None:
        yield from connection.execute(query)
        return
    for batch in batches(sorted(set(slugs))):
        yield from connection.execute(query.where(column.in_(batch)))


def open_findings(
    connection: Connection, audit: int, previous: int, slugs: Slugs
) -> tuple[FindingRecord, ...]:
    """The findings that held at that audit: new or reopened if opened after ``previous``, else existing."""
    query = select(FINDINGS.table, _closed_until(previous)).where(*as_of(FINDINGS, audit))
    rows = list(rows_of(connection, query, _F.slug, slugs))

    def status(row: Row[Any]) -> FindingStatus:
        if row.opened <= previous:
            return _EXISTING
        return FindingStatus.REOPENED if row.was_closed else _NEW

    return _records(connection, audit, rows, status)


def severities(connection: Connection, audit: int, slugs: Collection[str]) -> list[Severity]:
    """How bad each finding was that held at that audit, in no order."""
    query = select(_F.severity).where(*as_of(FINDINGS, audit))
    return [_SEVERITIES[row.severity] for row in rows_of(connection, query, _F.slug, slugs)]


def compared(
    connection: Connection, audit: int, previous: int | None, slugs: Slugs
) -> tuple[FindingRecord, ...]:
    """The findings that held at ``audit``, and those closed since ``previous``, each with its status.

    Without a previous audit every finding is new.
    """
    rows = [(_key(row), row) for row in rows_of(connection, _since(audit, previous), _F.slug, slugs)]
    then = {key for key, row in rows if previous is not None and _alive(row, previous)}
    now = {key: row for key, row in rows if _alive(row, audit)}
    # Rows come in the order of their versions: the last words of a finding are those that are shown.
    closed = {key: row for key, row in rows if key in then and key not in now}
    waived = newly_waived(connection, audit, previous, slugs)

    def status(row: Row[Any]) -> FindingStatus:
        key = _key(row)
        if key in closed:
            return FindingStatus.WAIVED if (row.slug, row.gate) in waived else FindingStatus.FIXED
        if key in then:
            return _EXISTING
        return FindingStatus.REOPENED if row.was_closed else _NEW

    return _records(connection, audit, [*now.values(), *closed.values()], status)


def newly_waived(
    connection: Connection, audit: int, previous: int | None, slugs: Slugs
) -> set[tuple[str, str]]:
    """Repository and gate of the answers that were given waivers which they had not been given before.

    A finding of theirs that holds no more was waived; others that hold no more were fixed.
    """
    if previous is None:
        return set()
    then, now = (_waivers(connection, each, slugs) for each in (previous, audit))
    return {answer for answer, why in now.items() if then.get(answer) != why}


def _waivers(connection: Connection, audit: int, slugs: Slugs) -> dict[tuple[str, str], str]:
    query = select(_V.slug, _V.answers).where(*as_of(VERDICTS, audit))
    return {
        (row.slug, answer.gate): answer.waiver
        for row in rows_of(connection, query, _V.slug, slugs)
        for answer in from_text(row.answers)
        if answer.waiver is not None
    }


# Looked up, because asking the enum costs as much as the rest of a row.
_SEVERITIES = {severity.value: severity for severity in Severity}
_NEW = FindingStatus.NEW
_EXISTING = FindingStatus.EXISTING


def _since(audit: int, previous: int | None) -> Select[Any]:
    """Every version that was valid at some time from ``previous`` to ``audit``, in order."""
    since = audit if previous is None else previous
    was_closed = false().label("was_closed") if previous is None else _closed_until(previous)
    return (
        select(FINDINGS.table, was_closed)
        .where(_F.audit <= audit, or_(_F.ended.is_(None), _F.ended > since))
        .order_by(_F.id)
    )


def _closed_until(audit: int) -> Label[bool]:
    """Whether the same finding had been closed before, at the latest by that audit."""
    earlier = FINDINGS.table.alias("earlier")
    same = (earlier.c[part] == _F[part] for part in FINDINGS.key)
    return select(earlier.c.id).where(*same, earlier.c.ended <= audit).exists().label("was_closed")


def _key(row: Row[Any]) -> Key:
    return row.slug, row.gate, row.fingerprint


def _alive(row: Row[Any], audit: int) -> bool:
    return row.audit <= audit and (row.ended is None or row.ended > audit)


def _records(
    connection: Connection, audit: int, rows: Sequence[Row[Any]], status: Callable[[Row[Any]], FindingStatus]
) -> tuple[FindingRecord, ...]:
    verified = _verified(connection, audit, rows)
    times = _times(connection, {*verified.values(), *(row.opened for row in rows)})
    found = (
        FindingRecord(
            gate=row.gate,
            slug=row.slug,
            severity=_SEVERITIES[row.severity],
            message=row.message,
            path=row.path,
            line=row.line,
            remedy=row.remedy,
            fingerprint=row.fingerprint,
            status=status(row),
            opened_at=times[row.opened],
            verified_at=times[verified[row.id]],
            snippet=row.snippet,
        )
        for row in rows
    )
    # Sorted here, because the databases disagree on the order of text.
    return tuple(sorted(found, key=lambda record: (record.slug, record.gate, record.fingerprint)))


def _verified(connection: Connection, audit: int, rows: Sequence[Row[Any]]) -> dict[int, int]:
    """By row, the audit up to ``audit`` that last saw the finding.

    A row remembers only the last sight of all. When that lies after ``audit``, the sight before it is that of
    the verdict: the last audit until then in which the gate failed.
    """
    moved = any(row.verified > audit for row in rows)
    failed = _last_failures(connection, audit) if moved else {}
    return {
        row.id: row.verified if row.verified <= audit else failed.get((row.slug, row.gate), audit)
        for row in rows
    }


def _last_failures(connection: Connection, audit: int) -> Mapping[tuple[str, str], int]:
    query = select(_V.slug, _V.answers, _V.verified).where(_V.audit <= audit).order_by(_V.verified)
    return {
        (slug, answer.gate): min(verified, audit)
        for slug, answers, verified in connection.execute(query)
        for answer in from_text(answers)
        if answer.outcome is Outcome.FAIL
    }


def _times(connection: Connection, audits: Iterable[int]) -> dict[int, int]:
    """When these audits started."""
    times: dict[int, int] = {}
    for batch in batches(sorted(audits)):
        query = select(AUDITS.c.id, AUDITS.c.started).where(AUDITS.c.id.in_(batch))
        times |= {row.id: row.started for row in connection.execute(query)}
    return times
