"""How far repositories are from the templates that they follow."""

import sqlalchemy as sa
from alembic import op

revision = "r0013"
down_revision = "r0012"

_BIG = sa.BigInteger()
_TEXT = sa.Text()


def upgrade() -> None:
    """Create the table, empty: the next audit of a fleet with templates fills it."""
    op.create_table(
        "template_drifts",
        sa.Column("id", _BIG.with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("slug", "template", "standing")),
        *(sa.Column(name, _TEXT) for name in ("tag", "latest")),
        sa.Column("score", sa.Float()),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("behind", _BIG, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("audit", _BIG, nullable=False),
        sa.Column("verified", _BIG, nullable=False),
        sa.Column("ended", _BIG),
        sa.CheckConstraint("verified >= audit", name="ck_template_drifts_verified"),
        sa.CheckConstraint("ended > audit", name="ck_template_drifts_ended"),
        sqlite_autoincrement=True,
    )
    current = sa.text("ended IS NULL")
    op.create_index(
        "uq_template_drifts_current",
        "template_drifts",
        ["slug", "template"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    op.create_index("ix_template_drifts_history", "template_drifts", ["slug", "template", "ended"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("template_drifts")
