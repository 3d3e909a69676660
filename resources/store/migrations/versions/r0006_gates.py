"""What gates were asked of files, what they cost, and scores."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0006"
down_revision = "r0005"

_BIG = sa.BigInteger()
_TEXT = sa.Text()
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables; of older audits no score is known, nor which advisories they asked."""
    op.add_column("audits", sa.Column("advisories", _TEXT))
    _versioned(
        "gate_scans",
        sa.Column("commit", _TEXT),
        sa.Column("asked", _TEXT, nullable=False),
        *(sa.Column(name, _TEXT) for name in ("until", "snapshot", "concerns")),
    )
    _versioned(
        "scores",
        sa.Column("value", sa.Float()),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("level", _TEXT),
        sa.Column("categories", sa.JSON(none_as_null=True), nullable=False),
    )
    op.create_table(
        "asked_gates",
        sa.Column("audit", _BIG, primary_key=True),
        sa.Column("gate", _TEXT, primary_key=True),
        *(sa.Column(name, _BIG, nullable=False) for name in ("position", "version")),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("title", "category", "severity")),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("doc", "remedy")),
        *(sa.Column(name, _BIG, nullable=False) for name in ("repositories", "microseconds")),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("asked_gates", "scores", "gate_scans"):
        op.drop_table(name)
    op.drop_column("audits", "advisories")


def _versioned(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("slug", _TEXT, nullable=False),
        *columns,
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("audit", _BIG, nullable=False),
        sa.Column("verified", _BIG, nullable=False),
        sa.Column("ended", _BIG),
        sa.CheckConstraint("verified >= audit", name=f"ck_{name}_verified"),
        sa.CheckConstraint("ended > audit", name=f"ck_{name}_ended"),
        sqlite_autoincrement=True,
    )
    current = sa.text("ended IS NULL")
    op.create_index(
        f"uq_{name}_current", name, ["slug"], unique=True, sqlite_where=current, postgresql_where=current
    )
    op.create_index(f"ix_{name}_history", name, ["slug", "ended"])
