"""A fleet's edges and conflicts as an audit found them, so that its report can always show them so."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row, delete, insert, select

from gitops_assets.core.dependencies.disagreements.conflicts import conflict_order
from gitops_assets.core.dependencies.graph.model import (
    Conflict,
    ConflictKind,
    Edge,
    Level,
    Proposal,
    VersionClaim,
)
from gitops_assets.core.dependencies.model import Confidence, Kind, Scope
from resources.store.dependency_tables import CONFLICTS, EDGES, ORIGINS
from resources.store.documents import digest
from resources.store.findings import as_of
from resources.store.schema import AUDITS, Versioned, storable
from resources.store.versions import Said, always, confirm, write

T = TypeVar("T")
_O = ORIGINS.c

_EDGE = (
    "source", "target", "kind", "ecosystem", "name", "path", "line", "scope", "constraint", "resolved",
    "confidence", "level", "missing",
)  # fmt: skip
_SAME_EDGE = ("source", "target", "kind", "ecosystem", "name", "path", "scope")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What was found in a fleet, and a digest of all that it follows from; None where nobody knows that."""

    rows: Sequence[T]
    origin: str | None = None


def origin(connection: Connection, audit: int, part: Versioned) -> str | None:
    """What the current rows of the audit's fleet in this table follow from; None where nobody said it.

    So does None where a later audit has written: this one does not see its rows.
    """
    known = _origin(connection, _fleet(connection, audit), part)
    return known.digest if known and known.audit <= audit else None


def record_edges(connection: Connection, audit: int, edges: Found[Edge]) -> None:
    """The edges of the audit's fleet, instead of those that were known of it."""
    _record(connection, audit, EDGES, edges, _edge_rows)


def record_conflicts(connection: Connection, audit: int, found: Found[Conflict]) -> None:
    """The conflicts of the audit's fleet, instead of those that were known of it."""
    _record(connection, audit, CONFLICTS, found, _conflict_rows)


def _record(
    connection: Connection,
    audit: int,
    part: Versioned,
    found: Found[T],
    rows: Callable[[str, Sequence[T]], list[dict[str, Any]]],
) -> None:
    """Write the rows and their origin together, or confirm those that follow from the same."""
    fleet = _fleet(connection, audit)
    known = _origin(connection, fleet, part)
    late = known is not None and known.audit > audit
    if known is not None and known.digest == found.origin and not late:
        confirm(connection, part, audit, fleet)
    else:
        write(connection, part, audit, Said(rows(fleet, found.rows), (fleet,), always))
    connection.execute(delete(ORIGINS).where(_O.fleet == fleet, _O.part == part.table.name))
    # Beside a later audit's rows stand some of this one's now, and that follows from neither.
    if found.origin is not None and not late:
        told = {"fleet": fleet, "part": part.table.name, "digest": found.origin, "audit": audit}
        connection.execute(insert(ORIGINS).values(told))


def _origin(connection: Connection, fleet: str, part: Versioned) -> Row[Any] | None:
    query = select(_O.digest, _O.audit).where(_O.fleet == fleet, _O.part == part.table.name)
    return connection.execute(query).first()


def _edge_rows(fleet: str, edges: Sequence[Edge]) -> list[dict[str, Any]]:
    seen: Counter[tuple[str, ...]] = Counter()
    rows = []
    for edge in edges:
        values = {name: _plain(getattr(edge, name)) for name in _EDGE}
        same = tuple(str(values[name]) for name in _SAME_EDGE)
        seen[same] += 1
        rows.append(_row(fleet, (*same, str(seen[same])), values))
    return rows


def _conflict_rows(fleet: str, found: Sequence[Conflict]) -> list[dict[str, Any]]:
    rows = []
    seen: Counter[tuple[str, ...]] = Counter()
    for conflict in found:
        values: dict[str, Any] = {
            "kind": conflict.kind.value,
            "ecosystem": storable(conflict.ecosystem),
            "name": storable(conflict.name),
            "why": storable(conflict.why),
            "claims": [asdict(claim) for claim in conflict.claims],
            "breaks": list(conflict.breaks),
            "proposal": asdict(conflict.proposal) if conflict.proposal else None,
        }
        claimed = (f"{claim.slug}:{claim.path}" for claim in conflict.claims)
        same = (conflict.kind, conflict.ecosystem, conflict.name, *claimed)
        seen[same] += 1
        rows.append(_row(fleet, (*same, str(seen[same])), values))
    return rows


def edges(connection: Connection, audit: int) -> list[Edge]:
    """The edges as of an audit, in no order that means anything; ``last_validated`` is left at 0."""
    table = EDGES.table
    when = (*as_of(EDGES, audit), table.c.fleet == _fleet(connection, audit))
    columns = [table.c[name] for name in _EDGE]
    return [_edge(row) for row in connection.execute(select(*columns).where(*when))]


def conflicts(connection: Connection, audit: int) -> list[Conflict]:
    """The conflicts as of an audit, worst kind first."""
    table = CONFLICTS.table
    when = (*as_of(CONFLICTS, audit), table.c.fleet == _fleet(connection, audit))
    found = [_conflict(row) for row in connection.execute(select(table).where(*when))]
    return sorted(found, key=conflict_order)


def _fleet(connection: Connection, audit: int) -> str:
    return str(connection.execute(select(AUDITS.c.roots_digest).where(AUDITS.c.id == audit)).scalar_one())


def _row(fleet: str, identity: Sequence[str], values: dict[str, Any]) -> dict[str, Any]:
    text = "\x1f".join(identity).encode("utf-8", "backslashreplace")
    row = {"fleet": fleet, "identity": hashlib.sha256(text).hexdigest()[:32], **values}
    return {**row, "digest": digest(row)}


def _edge(row: Row[Any]) -> Edge:
    known = dict(zip(_EDGE, row, strict=True))
    known |= {
        "kind": Kind(known["kind"]),
        "scope": Scope(known["scope"]),
        "confidence": Confidence(known["confidence"]),
        "level": Level(known["level"]),
        "last_validated": 0,
    }
    return Edge(**known)


def _conflict(row: Row[Any]) -> Conflict:
    proposal = row.proposal
    return Conflict(
        name=row.name,
        ecosystem=row.ecosystem,
        kind=ConflictKind(row.kind),
        claims=tuple(map(_claim, row.claims)),
        why=row.why,
        proposal=proposal and Proposal(proposal["version"], tuple(map(_claim, proposal["bumps"]))),
        breaks=tuple(row.breaks),
    )


def _claim(document: dict[str, Any]) -> VersionClaim:
    return VersionClaim(**{**document, "scope": Scope(document["scope"])})


def _plain(value: object) -> object:
    return storable(str(value)) if isinstance(value, str) else value
