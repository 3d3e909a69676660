"""Audits that an imported report only mentions, and what it tells of an audit's answers as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "r0012"
down_revision = "r0011"

_CHECK = "ck_audits_status"
_BEFORE = ("running", "partial", "complete", "failed", "interrupted")
_NEW = {"coverage": sa.Float, "unknown": sa.BigInteger}


def upgrade() -> None:
    """Add the state and the columns, empty: of an audit that was carried out here both are counted."""
    _words((*_BEFORE, "mentioned"), *_NEW)


def downgrade() -> None:
    """Call them what they were called before, and drop the columns."""
    audits = sa.table("audits", sa.column("status"), sa.column("finished"))
    mentioned = sa.update(audits).where(audits.c.status == "mentioned")
    op.execute(mentioned.where(audits.c.finished.is_(None)).values(status="partial"))
    op.execute(mentioned.values(status="complete"))
    for name in _NEW:
        op.drop_column("audits", name)
    _words(_BEFORE)


def _words(words: tuple[str, ...], *new: str) -> None:
    said = f"status IN ({', '.join(repr(word) for word in words)})"
    # SQLite cannot change a check: the table is made anew, for which none is read back that could be dropped.
    with op.batch_alter_table("audits", table_kwargs={"sqlite_autoincrement": True}) as table:
        for name in new:
            table.add_column(sa.Column(name, _NEW[name]()))
        if op.get_bind().dialect.name == "postgresql":
            table.drop_constraint(_CHECK)
        table.create_check_constraint(_CHECK, said)
