"""A fleet's edges and conflicts as an audit found them, so that its report can always show them so."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, select

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
from resources.store.dependency_tables import CONFLICTS, EDGES
from resources.store.documents import digest
from resources.store.findings import as_of
from resources.store.schema import AUDITS, storable
from resources.store.versions import Said, always, write

_EDGE = (
    "source", "target", "kind", "ecosystem", "name", "path", "line", "scope", "constraint", "resolved",
    "confidence", "level", "missing",
)  # fmt: skip
_SAME_EDGE = ("source", "target", "kind", "ecosystem", "name", "path", "scope")


def record_edges(connection: Connection, audit: int, edges: Sequence[Edge]) -> None:
    """The edges of the audit's fleet, instead of those that were known of it."""
    fleet = _fleet(connection, audit)
    seen: Counter[tuple[str, ...]] = Counter()
    rows = []
    for edge in edges:
        values = {name: _plain(getattr(edge, name)) for name in _EDGE}
        same = tuple(str(values[name]) for name in _SAME_EDGE)
        seen[same] += 1
        rows.append(_row(fleet, (*same, str(seen[same])), values))
    write(connection, EDGES, audit, Said(rows, (fleet,), always))


def record_conflicts(connection: Connection, audit: int, found: Sequence[Conflict]) -> None:
    """The conflicts of the audit's fleet, instead of those that were known of it."""
    fleet = _fleet(connection, audit)
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
    write(connection, CONFLICTS, audit, Said(rows, (fleet,), always))


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
