"""The audits themselves: beginning, finishing, and finding the right one again."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from gitops_assets.core.model import IdleWaiver, Unseen
from gitops_assets.core.snapshot import AuditInputs
from resources.store.documents import canonical, digest
from resources.store.errors import StoreError
from resources.store.model import AuditRequest, AuditRow
from resources.store.schema import AUDITS, LARGEST, POLICIES

_C = AUDITS.c
ENDINGS = ("complete", "failed", "interrupted")
_HERE = _C.status != "mentioned"


def begin(connection: Connection, request: AuditRequest, *, partial: bool) -> int:
    """The id of a new audit, running or partial; a run that begins again goes on with the audit it had."""
    status = "partial" if partial else "running"
    again = of_run(connection, request.run_id) if request.run_id is not None else None
    if again is not None:
        connection.execute(update(AUDITS).where(_C.id == again).values(status=status, finished=None))
        return again
    _keep_policy(connection, request)
    inserted = connection.execute(insert(AUDITS).values({**columns(request), "status": status}))
    assert inserted.inserted_primary_key is not None  # noqa: S101 - a table with one, for the type checker
    return int(inserted.inserted_primary_key[0])


def policy(connection: Connection, digest: str) -> dict[str, str]:
    """The files behind a policy's digest, by name; none of a policy without any, or of an older version."""
    found = connection.execute(select(POLICIES.c.files).where(POLICIES.c.digest == digest)).scalar()
    return {} if found is None else {str(name): str(text) for name, text in json.loads(found).items()}


def of_run(connection: Connection, run_id: str) -> int | None:
    """The audit that a Dagster run carries out."""
    return connection.execute(select(_C.id).where(_C.run_id == run_id)).scalar()


def touch(connection: Connection, audit: int, at: int) -> None:
    """Remember that the audit wrote something; raises :class:`StoreError` when there is no such audit."""
    if connection.execute(update(AUDITS).where(_C.id == audit).values(seen=at)).rowcount == 0:
        raise _absent(audit)


def finish(connection: Connection, audit: int, *, status: str, at: int) -> None:
    """End an audit in one of :data:`ENDINGS`."""
    if status not in ENDINGS:
        raise ValueError(f"an audit ends as one of {', '.join(ENDINGS)}, not as {status!r}")
    touch(connection, audit, at)
    connection.execute(update(AUDITS).where(_C.id == audit).values(status=status, finished=at))


def remark(connection: Connection, audit: int, idle: Iterable[IdleWaiver]) -> None:
    """Remember which waivers did nothing in the audit, instead of what was said of them before."""
    told = [asdict(waiver) for waiver in idle]
    connection.execute(update(AUDITS).where(_C.id == audit).values(idle_waivers=told))


def interrupt_stale(connection: Connection, at: int) -> int:
    """Call every audit that still says running interrupted, and count them."""
    stale = update(AUDITS).where(_C.status == "running").values(status="interrupted", finished=at)
    return connection.execute(stale).rowcount


def previous(connection: Connection, audit: int) -> int | None:
    """The last complete audit before this one that had the same roots, in any order."""
    roots = select(_C.roots_digest).where(_C.id == audit).scalar_subquery()
    before = _newest(_C.id < audit, _C.roots_digest == roots)
    return connection.execute(before.with_only_columns(_C.id)).scalar()


def told_previous(connection: Connection, audit: int) -> int | None:
    """The same as its report tells: where that was imported, it may be one that is mentioned only."""
    roots = select(_C.roots_digest).where(_C.id == audit).scalar_subquery()
    mentioned = and_(_C.status == "mentioned", _C.finished.is_not(None))
    before = select(func.max(_C.id)).where(
        or_(_C.status == "complete", mentioned), _C.id < audit, _C.roots_digest == roots
    )
    return connection.execute(before).scalar()


def latest(connection: Connection, roots: Sequence[str] | None) -> AuditRow | None:
    """The last complete audit, of these roots or of any."""
    same = () if roots is None else (_C.roots_digest == roots_digest(roots),)
    return _first(connection, _newest(*same))


def at_moment(connection: Connection, moment: int, roots: Sequence[str] | None) -> AuditRow | None:
    """The last complete audit that had finished by then."""
    same = () if roots is None else (_C.roots_digest == roots_digest(roots),)
    return _first(connection, _newest(_C.finished <= moment, *same))


def first(connection: Connection, roots: Sequence[str]) -> int | None:
    """When the first complete audit of these roots began; what is read out of git's history is none."""
    mine = _C.roots_digest == roots_digest(roots)
    begun = select(func.min(_C.started)).where(mine, _C.id > 0, _C.status == "complete")
    return connection.execute(begun).scalar()


def fleets(connection: Connection, moment: int | None) -> list[AuditRow]:
    """The last complete audit of each set of roots that was ever audited, by then or by now, newest first."""
    then = () if moment is None else (_C.finished <= moment,)
    last = select(func.max(_C.id)).where(_C.status == "complete", *then).group_by(_C.roots_digest)
    query = select(AUDITS).where(_C.id.in_(last)).order_by(_C.id.desc())
    return [_row(row) for row in connection.execute(query)]


def find(connection: Connection, audit: int) -> AuditRow | None:
    """One audit, or None when there is none of that number."""
    return None if audit > LARGEST else _first(connection, select(AUDITS).where(_C.id == audit))


def by_id(connection: Connection, audit: int) -> AuditRow:
    """One audit; raises :class:`StoreError` when there is no such audit."""
    found = find(connection, audit)
    if found is None:
        raise _absent(audit)
    return found


def how_many(connection: Connection) -> int:
    """The number of audits, whatever became of them; those that are only mentioned are none."""
    return connection.execute(select(func.count()).select_from(AUDITS).where(_HERE)).scalar() or 0


def newest_first(connection: Connection, limit: int) -> list[AuditRow]:
    """The last audits, whatever became of them, but for those that are only mentioned."""
    query = select(AUDITS).where(_HERE).order_by(_C.id.desc()).limit(limit)
    return [_row(row) for row in connection.execute(query)]


def scope(connection: Connection, audit: int) -> str:
    """Whose inventory the audit compares with: that of its fleet.yaml, or of none."""
    found = connection.execute(select(_C.inventory_scope).where(_C.id == audit)).scalar()
    if found is None:
        raise _absent(audit)
    return str(found)


def _keep_policy(connection: Connection, request: AuditRequest) -> None:
    """Keep the texts that a digest was first seen with: those of later audits say the same in other words."""
    known = select(POLICIES.c.digest).where(POLICIES.c.digest == request.inputs.policy_digest)
    if request.policy_files and connection.execute(known).first() is None:
        row = {"digest": request.inputs.policy_digest, "files": canonical(dict(request.policy_files))}
        connection.execute(insert(POLICIES).values(row))


def _newest(*conditions: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return select(AUDITS).where(_C.status == "complete", *conditions).order_by(_C.id.desc()).limit(1)


def _first(connection: Connection, query: Select[tuple[object, ...]]) -> AuditRow | None:
    row = connection.execute(query).first()
    return None if row is None else _row(row)


def roots_digest(roots: Sequence[str]) -> str:
    """By what audits of the same folders, in any order, are known."""
    return digest(sorted(set(roots)))


def columns(request: AuditRequest) -> dict[str, object]:
    """What was asked for, as the columns of a row."""
    return {
        "run_id": request.run_id,
        "started": request.started,
        "seen": request.started,
        "fleet": request.fleet,
        "roots": list(request.roots),
        "roots_digest": roots_digest(request.roots),
        "fleet_file": request.fleet_file,
        "output": request.output,
        "inventory_scope": request.fleet_file or "",
        "tool_version": request.inputs.tool_version,
        "rule_version": request.inputs.rule_version,
        "policy_digest": request.inputs.policy_digest,
        "advisories": request.inputs.advisories,
        "not_looked_into": [asdict(unseen) for unseen in request.not_looked_into],
    }


def _row(row: Row[tuple[object, ...]]) -> AuditRow:
    at = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return AuditRow(
        id=at["id"],
        status=at["status"],
        seen=at["seen"],
        started=at["started"],
        finished=at["finished"],
        roots=tuple(at["roots"]),
        fleet=at["fleet"],
        fleet_file=at["fleet_file"],
        output=at["output"],
        run_id=at["run_id"],
        inputs=AuditInputs(
            tool_version=at["tool_version"],
            rule_version=at["rule_version"],
            policy_digest=at["policy_digest"],
            advisories=at["advisories"],
        ),
        not_looked_into=tuple(Unseen(**unseen) for unseen in at["not_looked_into"] or ()),
        idle_waivers=tuple(IdleWaiver(**waiver) for waiver in at["idle_waivers"] or ()),
        coverage=at["coverage"],
        unknown=at["unknown"],
    )


def _absent(audit: int) -> StoreError:
    return StoreError(
        f"there is no audit {audit}: the store has none of that number; list the audits and name one of them"
    )
