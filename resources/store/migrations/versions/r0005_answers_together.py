"""All answers that one asker got about a repository become one row: an audit confirms two, not thirty."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "r0005"
down_revision = "r0004"

_BIG = sa.BigInteger()
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text()
_BATCH = 1000

_OF_DEPENDENCIES = frozenset(
    (
        "constraints-aligned", "dependencies-allowed", "dependencies-pinned", "dependency-targets-present",
        "manifests-readable", "no-dependency-cycles", "resources-unique", "versions-aligned",
        "versions-compatible",
    )
)  # fmt: skip


class _Told(NamedTuple):
    """What was valid from ``audit`` until ``ended``: one answer, or the answers of an asker by gate."""

    what: Any
    audit: int
    verified: int
    ended: int | None


_Rows = dict[tuple[str, str], list[_Told]]


def upgrade() -> None:
    """Put the answers of each asker side by side, with a version wherever one of them changed."""
    old = _table("slug", "gate", "outcome", "why")
    found: _Rows = defaultdict(list)
    for row in op.get_bind().execute(sa.select(old).order_by(old.c.slug, old.c.id)):
        asker = "dependencies" if row.gate in _OF_DEPENDENCIES else "state"
        answer = row.gate, row.outcome, row.why
        found[row.slug, asker].append(_Told(answer, row.audit, row.verified, row.ended))
    new = _made(["slug", "asker"], {"answers": False})
    _fill(new, (_together(*each) for each in found.items()))


def downgrade() -> None:
    """Take them apart again; an answer that stayed while another changed is one row."""
    old = _table("slug", "asker", "answers")
    found: _Rows = defaultdict(list)
    for row in op.get_bind().execute(sa.select(old).order_by(old.c.slug, old.c.audit)):
        for gate, answer in json.loads(row.answers).items():
            _continue(found[row.slug, gate], _Told(answer, row.audit, row.verified, row.ended))
    new = _made(["slug", "gate"], {"outcome": False, "why": True})
    _fill(new, (_apart(*each) for each in found.items()))


def _together(key: tuple[str, str], rows: list[_Told]) -> Iterator[dict[str, Any]]:
    moments = sorted({row.audit for row in rows} | {row.ended for row in rows if row.ended is not None})
    for start, end in zip(moments, [*moments[1:], None], strict=True):
        alive = [row for row in rows if row.audit <= start and (row.ended is None or row.ended > start)]
        if not alive:
            continue
        text = _canonical({gate: [outcome, why] for gate, outcome, why in (row.what for row in alive)})
        seen = max(row.verified for row in alive)
        verified = max(start, seen if end is None else min(seen, end - 1))
        stamps = {"audit": start, "verified": verified, "ended": end}
        yield {"slug": key[0], "asker": key[1], "answers": text, "digest": _digest(text), **stamps}


def _apart(key: tuple[str, str], rows: list[_Told]) -> Iterator[dict[str, Any]]:
    for (outcome, why), audit, verified, ended in rows:
        about = {"slug": key[0], "gate": key[1], "outcome": outcome, "why": why}
        stamps = {"audit": audit, "verified": verified, "ended": ended}
        yield {**about, "digest": _digest([outcome, why]), **stamps}


def _continue(told: list[_Told], row: _Told) -> None:
    if told and told[-1].what == row.what and told[-1].ended == row.audit:
        told[-1] = row._replace(audit=told[-1].audit)
    else:
        told.append(row)


def _fill(table: sa.Table, groups: Iterable[Iterable[dict[str, Any]]]) -> None:
    rows = [row for group in groups for row in group]
    for start in range(0, len(rows), _BATCH):
        op.get_bind().execute(table.insert(), rows[start : start + _BATCH])


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _digest(value: object) -> str:
    return hashlib.sha256(_canonical(value).encode("ascii")).hexdigest()


def _table(*columns: str) -> sa.Table:
    texts = (sa.Column(name, _TEXT) for name in columns)
    stamps = (sa.Column(name, _BIG) for name in ("audit", "verified", "ended"))
    return sa.Table("verdicts", sa.MetaData(), sa.Column("id", _BIG), *texts, *stamps)


def _made(key: list[str], columns: dict[str, bool]) -> sa.Table:
    """The table anew, with these columns; True: may be empty."""
    op.drop_table("verdicts")
    table = op.create_table(
        "verdicts",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        *(sa.Column(part, _TEXT, nullable=False) for part in key),
        *(sa.Column(name, _TEXT, nullable=empty) for name, empty in columns.items()),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("audit", _BIG, nullable=False),
        sa.Column("verified", _BIG, nullable=False),
        sa.Column("ended", _BIG),
        sa.CheckConstraint("verified >= audit", name="ck_verdicts_verified"),
        sa.CheckConstraint("ended > audit", name="ck_verdicts_ended"),
        sqlite_autoincrement=True,
    )
    current = sa.text("ended IS NULL")
    op.create_index(
        "uq_verdicts_current", "verdicts", key, unique=True, sqlite_where=current, postgresql_where=current
    )
    op.create_index("ix_verdicts_history", "verdicts", [*key, "ended"])
    return table
