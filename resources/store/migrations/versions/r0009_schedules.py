"""How far schedules have come, and how repositories are watched between audits."""

import sqlalchemy as sa
from alembic import op

revision = "r0009"
down_revision = "r0008"

_BIG = sa.BigInteger()
_TEXT = sa.Text()


def upgrade() -> None:
    """Create the tables, empty: schedules begin now, and every repository is looked after once."""
    op.create_table(
        "schedule_standings",
        sa.Column("fleet", _TEXT, primary_key=True),
        sa.Column("name", _TEXT, primary_key=True),
        sa.Column("answered", _BIG, nullable=False),
        sa.Column("asked", _BIG),
        sa.Column("run_key", _TEXT),
    )
    op.create_table(
        "watches",
        sa.Column("slug", _TEXT, primary_key=True),
        sa.Column("stamp", _TEXT),
        sa.Column("remote", _TEXT),
        sa.Column("moved", _BIG, nullable=False),
        sa.Column("due", _BIG, nullable=False),
        sa.Column("run_key", _TEXT),
        sa.Column("crashed", _BIG, nullable=False),
        sa.Column("quarantined", _BIG),
        sa.Column("why", _TEXT),
    )
    op.create_index("ix_watches_due", "watches", ["due"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("watches")
    op.drop_table("schedule_standings")
