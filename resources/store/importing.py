"""An audit out of its report as rows of the store, in one transaction.

A report tells of more than one audit: which finding is older, which was closed, when each was opened. Where
the store has no audit of that fleet yet, the moments that the report names become audits of their own
(partial ones, of which there is no report), so that the same report comes out again.
"""

import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select, text

from gitops_assets.core.gates.model import Evaluation, Judgement
from gitops_assets.core.importing.document import Imported
from gitops_assets.core.model import FindingRecord, FindingStatus, Inventory, Outcome, RepositoryState
from resources.store import audits, recording, snapshots
from resources.store.engine import Database
from resources.store.gate_store import asked_row, score_row
from resources.store.gate_tables import ASKED_GATES, SCORES
from resources.store.model import AuditRequest, Location
from resources.store.schema import AUDITS, FINDINGS
from resources.store.versions import Said, batches, write


class Mode(StrEnum):
    """What becomes of an audit that the store has already."""

    SKIP = "skip"
    OVERWRITE = "overwrite"
    MERGE = "merge"


class Refused(Exception):  # noqa: N818 - reads as the sentence it is
    """An audit that cannot be put into this store; the message says why, and nothing was written."""


def import_audit(database: Database, told: Imported, mode: Mode) -> tuple[int, bool]:
    """The number that the audit has in the store, and whether anything was written."""
    with database.writing() as connection:
        there = _same(connection, told)
        if there is not None and mode is Mode.SKIP:
            return there, False
        later = _later(connection, told)
        if later is not None:
            raise Refused(
                f"the store has audit {later} of the same folders, which is later; nothing of the past can "
                "be put below it: import into an empty home, the oldest report first"
            )
        if there is not None:
            _write(connection, there, told if mode is Mode.OVERWRITE else _missing(connection, there, told))
            return there, True
        if audits.latest(connection, told.roots) is None:
            return _with_past(connection, told), True
        number = max(told.id, _highest(connection) + 1)
        _begin(connection, told, number, told.started, told.finished)
        _write(connection, number, told)
        return number, True


def _same(connection: Connection, told: Imported) -> int | None:
    column = AUDITS.c
    same = select(column.id).where(
        column.status == "complete",
        column.roots_digest == audits.roots_digest(told.roots),
        column.started == told.started,
    )
    return connection.execute(same).scalar()


def _later(connection: Connection, told: Imported) -> int | None:
    column = AUDITS.c
    same = column.roots_digest == audits.roots_digest(told.roots)
    return connection.execute(
        select(func.max(column.id)).where(column.status == "complete", same, column.started > told.started)
    ).scalar()


def _highest(connection: Connection) -> int:
    return connection.execute(select(func.max(AUDITS.c.id))).scalar() or 0


def _missing(connection: Connection, audit: int, told: Imported) -> Imported:
    """What the report tells of repositories that the store's audit does not know."""
    known = snapshots.states(connection, audit, None).keys()
    return replace(
        told,
        states=tuple(each for each in told.states if each.slug not in known),
        findings=tuple(each for each in told.findings if each.slug not in known),
        scores=tuple(each for each in told.scores if each.slug not in known),
        changes=(),
        asked=(),
    )


def _begin(connection: Connection, told: Imported, number: int, started: int, finished: int | None) -> int:
    """An audit of this number; a partial one where it has no end."""
    request = AuditRequest(
        started=started,
        roots=told.roots,
        fleet=told.fleet,
        inputs=told.inputs,
        not_looked_into=told.not_looked_into,
    )
    row = {**audits.columns(request), "id": number, "finished": finished, "seen": finished or started}
    row |= {"status": "partial" if finished is None else "complete"}
    row |= {"idle_waivers": [asdict(each) for each in told.idle_waivers]}
    connection.execute(insert(AUDITS).values(row))
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence('audits', 'id'), (SELECT max(id) FROM audits))")
        )
    return number


def _with_past(connection: Connection, told: Imported) -> int:
    """The audit and, before it, one for each moment of which its findings tell."""
    earlier = sorted(_moments(told))
    free = _highest(connection) + 1
    before = None
    numbers: dict[int, int] = {}
    if told.previous:
        last = earlier.pop() if earlier else told.previous_finished or told.started
        before = max(told.previous, free + len(earlier))
        end = last if told.previous_finished is None else told.previous_finished
        numbers[last] = _begin(connection, told, before, last, end)
    number = max(told.id, free + len(earlier), (before or 0) + 1)
    first = (before or number) - len(earlier)
    for nth, moment in enumerate(earlier):
        numbers[moment] = _begin(connection, told, first + nth, moment, None)
    _begin(connection, told, number, told.started, told.finished)
    _past(connection, told, {**numbers, told.started: number}, before)
    _write(connection, number, told)
    return number


def _moments(told: Imported) -> set[int]:
    times = {moment for each in told.findings for moment in (each.opened_at, each.verified_at)}
    return {moment for moment in times if moment < told.started}


def _past(connection: Connection, told: Imported, numbers: dict[int, int], before: int | None) -> None:
    """The findings as they stood before: those that still exist, were closed, or had been closed once."""
    rows = []
    now = numbers[told.started]
    for each in told.findings:
        opened, verified = (numbers.get(moment, now) for moment in (each.opened_at, each.verified_at))
        row = recording.finding_row(each.slug, each)
        if each.status is FindingStatus.REOPENED and before is not None and before > 1:
            rows.append({**row, **_stamps(before - 1, before - 1, before)})
        elif each.status is FindingStatus.EXISTING and opened < now:
            rows.append({**row, **_stamps(opened, verified, None)})
        elif not each.status.is_open and opened < now:
            rows.append({**row, **_stamps(opened, min(verified, now - 1), now)})
    for batch in batches(rows):
        connection.execute(insert(FINDINGS.table), batch)


def _stamps(audit: int, verified: int, ended: int | None) -> dict[str, int | None]:
    return {"audit": audit, "opened": audit, "verified": max(audit, verified), "ended": ended}


def _write(connection: Connection, audit: int, told: Imported) -> None:
    """Everything that the report holds of the audit, as if it had been carried out here."""
    recording.repositories(connection, audit, [_located(told.roots, each) for each in told.states])
    said = Inventory(configured=told.configured, unknown=told.unknown)
    recording.inventory(connection, audit, said, whole=False)
    recording.states(connection, audit, told.states)
    recording.judgements(connection, audit, _judgements(told))
    write(connection, SCORES, audit, Said([score_row(each) for each in told.scores]))
    if told.changes:
        recording.changes(connection, audit, told.changes)
    rows = [asked_row(audit, nth, each) for nth, each in enumerate(told.asked)]
    if rows:
        connection.execute(ASKED_GATES.delete().where(ASKED_GATES.c.audit == audit))
        for batch in batches(rows):
            connection.execute(insert(ASKED_GATES), batch)


def _judgements(told: Imported) -> list[Judgement]:
    """Every open finding is a failed gate; one that was not seen this time, an unknown answer keeps it."""
    by_gate: dict[str, dict[str, list[FindingRecord]]] = {each.slug: {} for each in told.states}
    for each in told.findings:
        if each.status.is_open and each.slug in by_gate:
            by_gate[each.slug].setdefault(each.gate, []).append(each)
    return [_judgement(told, slug, gates) for slug, gates in by_gate.items()]


def _judgement(told: Imported, slug: str, gates: dict[str, list[FindingRecord]]) -> Judgement:
    seen = {
        gate: [each for each in found if each.verified_at >= told.started] for gate, found in gates.items()
    }
    evaluations = tuple(
        Evaluation(gate, Outcome.FAIL, None)
        if len(seen[gate]) == len(found)
        else Evaluation(gate, Outcome.UNKNOWN, "the imported report does not say why")
        for gate, found in sorted(gates.items())
    )
    return Judgement(slug, evaluations, tuple(each for found in seen.values() for each in found))


def _located(roots: Sequence[str], state: RepositoryState) -> Location:
    path = state.path
    below = (root for root in roots if path is not None and path.startswith(root.rstrip("/") + "/"))
    root = next(below, roots[0] if roots else "/")
    return Location(state.slug, None if path is None else os.fsencode(path), os.fsencode(root))
