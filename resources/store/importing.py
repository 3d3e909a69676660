"""An audit out of its report as rows of the store, in one transaction.

A report tells of more than one audit: which finding is older, which was closed, when each was opened. Where
the store has no audit of that fleet yet, the moments that the report names become audits of their own
(mentioned ones, of which nobody is told), so that the same report comes out again.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select, text, update

from gitops_assets.core.gates.model import Evaluation, Judgement
from gitops_assets.core.importing.document import Imported
from gitops_assets.core.model import FindingRecord, FindingStatus, Inventory, Outcome, RepositoryState
from resources.store import audits, recording, snapshots
from resources.store.engine import Database
from resources.store.gate_store import asked_row, score_row
from resources.store.gate_tables import ASKED_GATES, SCORES
from resources.store.model import AuditRequest, Location
from resources.store.schema import AUDITS, FINDINGS
from resources.store.scope import scope_of
from resources.store.versions import Said, batches, write


class Mode(StrEnum):
    """What becomes of an audit that the store has already."""

    SKIP = "skip"
    OVERWRITE = "overwrite"
    MERGE = "merge"


class Done(StrEnum):
    """What became of a report."""

    NEW = "new"
    LEFT = "left"
    AGAIN = "again"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Brought:
    """The number that the audit has in the store, and how many repositories and findings were written."""

    audit: int
    done: Done
    repositories: int = 0
    findings: int = 0


class Refused(Exception):  # noqa: N818 - reads as the sentence it is
    """An audit that cannot be put into this store; the message says why, and nothing was written."""


def import_audit(database: Database, told: Imported, mode: Mode) -> Brought:
    """Bring the audit of a report into the store; raises :class:`Refused`."""
    with database.writing() as connection:
        there = _same(connection, told)
        if there is not None and mode is Mode.SKIP:
            return Brought(there, Done.LEFT)
        later = _later(connection, told)
        if later is not None:
            raise Refused(
                f"the store has audit {later} of the same folders, which is later; nothing of the past can "
                "be put below it: import into an empty home, the oldest report first"
            )
        if there is not None and mode is Mode.MERGE:
            return _merged(connection, there, told)
        if there is not None:
            return _again(connection, there, told)
        return _new(connection, told)


def _merged(connection: Connection, audit: int, told: Imported) -> Brought:
    missing = _missing(connection, audit, told)
    if not missing.states:
        return Brought(audit, Done.ADDED)
    _write(connection, audit, missing)
    return _brought(audit, Done.ADDED, missing)


def _again(connection: Connection, audit: int, told: Imported) -> Brought:
    connection.execute(update(AUDITS).where(AUDITS.c.id == audit).values(_row(told, told.finished)))
    _write_whole(connection, audit, told)
    return _brought(audit, Done.AGAIN, told)


def _new(connection: Connection, told: Imported) -> Brought:
    if audits.latest(connection, told.roots) is None:
        return _brought(_with_past(connection, told), Done.NEW, told)
    _, number = _numbers(told, 0, _free(connection))
    _begin(connection, number, _row(told, told.finished))
    _write_whole(connection, number, told)
    return _brought(number, Done.NEW, told)


def _brought(audit: int, done: Done, told: Imported) -> Brought:
    return Brought(audit, done, len(told.states), sum(each.status.is_open for each in told.findings))


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


def _free(connection: Connection) -> int | None:
    """The lowest number above all audits; None where any is free."""
    highest = connection.execute(select(func.max(AUDITS.c.id))).scalar()
    return None if highest is None else highest + 1


def _missing(connection: Connection, audit: int, told: Imported) -> Imported:
    """What the report tells of repositories that the store's audit does not know."""
    known = snapshots.states(connection, audit, None).keys()
    return replace(
        told,
        states=tuple(each for each in told.states if each.slug not in known),
        findings=tuple(each for each in told.findings if each.slug not in known),
        scores=tuple(each for each in told.scores if each.slug not in known),
    )


def _row(told: Imported, finished: int) -> dict[str, object]:
    """What the report tells of the audit itself, as the columns of its row."""
    request = AuditRequest(
        started=told.started,
        roots=told.roots,
        fleet=told.fleet,
        inputs=told.inputs,
        not_looked_into=told.not_looked_into,
    )
    asked = audits.columns(request)
    # Where a fleet file lies, what run it was and where files went is known of an audit made here only.
    known = {
        name: asked[name] for name in asked.keys() - {"run_id", "fleet_file", "output", "inventory_scope"}
    }
    return {
        **known,
        "status": "complete",
        "finished": finished,
        "seen": finished,
        "idle_waivers": [asdict(each) for each in told.idle_waivers],
        "coverage": told.coverage,
        "unknown": told.unknown_answers,
    }


def _mentioned(told: Imported, moment: int, finished: int | None) -> dict[str, object]:
    """An audit of which only the moment is known; one without an end is no predecessor either."""
    nobody: dict[str, object] = {"not_looked_into": [], "idle_waivers": [], "coverage": None, "unknown": None}
    row = _row(told, finished or moment)
    return {**row, **nobody, "status": "mentioned", "started": moment, "finished": finished}


def _begin(connection: Connection, number: int, row: Mapping[str, object]) -> None:
    """The row of an audit of this number."""
    connection.execute(insert(AUDITS).values({**row, "id": number, "inventory_scope": ""}))
    if connection.dialect.name == "postgresql" and number > 0:
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence('audits', 'id'), (SELECT max(id) FROM audits))")
        )


def _with_past(connection: Connection, told: Imported) -> int:
    """The audit and, before it, one for each moment of which its findings tell."""
    mentioned = _before(told)
    numbers, number = _numbers(told, len(mentioned), _free(connection))
    for each, (moment, end) in zip(numbers, mentioned, strict=True):
        _begin(connection, each, _mentioned(told, moment, end))
    _begin(connection, number, _row(told, told.finished))
    by_moment = {moment: each for each, (moment, _) in zip(numbers, mentioned, strict=True)}
    _past(
        connection, told, {**by_moment, told.started: number}, None if told.previous is None else numbers[-1]
    )
    _write_whole(connection, number, told)
    return number


def _before(told: Imported) -> list[tuple[int, int | None]]:
    """When each audit began that the report mentions, and when the one before it ended, which is the last."""
    moments = sorted(_moments(told))
    if told.previous is None:
        return [(moment, None) for moment in moments]
    last = moments.pop() if moments else told.previous_finished or told.started
    if not moments and any(each.status is FindingStatus.REOPENED for each in told.findings):
        # What was closed had been open before the audit before: at some time that no report tells.
        moments = [last]
    end = last if told.previous_finished is None else told.previous_finished
    return [*((moment, None) for moment in moments), (last, end)]


def _numbers(told: Imported, count: int, free: int | None) -> tuple[range, int]:
    """The numbers of the audits that are mentioned, and of the audit itself: those of the report if they can.

    They rise, are above all that the store has, and none is 0.
    """
    last = told.id - 1 if told.previous is None else told.previous
    first = last - count + 1
    if free is not None:
        first = max(first, free)
    if first <= 0 < first + count:
        first = 1
    return range(first, first + count), max(told.id, first + count) or 1


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
        if each.status is FindingStatus.REOPENED and before is not None:
            rows.append({**row, **_stamps(before - 1, before - 1, before)})
        elif each.status is FindingStatus.EXISTING and opened < now:
            rows.append({**row, **_stamps(opened, verified, None)})
        elif not each.status.is_open and opened < now:
            rows.append({**row, **_stamps(opened, verified if verified < now else opened, now)})
    for batch in batches(rows):
        connection.execute(insert(FINDINGS.table), batch)


def _stamps(audit: int, verified: int, ended: int | None) -> dict[str, int | None]:
    return {"audit": audit, "opened": audit, "verified": max(audit, verified), "ended": ended}


def _write(connection: Connection, audit: int, told: Imported) -> None:
    """What the report holds of repositories, as if they had been looked at here."""
    recording.repositories(connection, audit, [_located(told.roots, each) for each in told.states])
    recording.states(connection, audit, told.states)
    recording.judgements(connection, audit, _judgements(told))
    write(connection, SCORES, audit, Said([score_row(each) for each in told.scores]))


def _write_whole(connection: Connection, audit: int, told: Imported) -> None:
    """Everything that the report holds: who is not in it has left, what it does not say was not said."""
    belongs, here = scope_of(told.roots), {each.slug for each in told.states}
    places = snapshots.locations(connection, None)
    gone = [slug for slug, place in places.items() if slug not in here and belongs(place)]
    recording.retire(connection, audit, gone)
    said = Inventory(configured=told.configured, unknown=told.unknown)
    recording.inventory(connection, audit, said, whole=False)
    _write(connection, audit, told)
    recording.changes(connection, audit, told.changes)
    connection.execute(delete(ASKED_GATES).where(ASKED_GATES.c.audit == audit))
    for batch in batches([asked_row(audit, nth, each) for nth, each in enumerate(told.asked)]):
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
