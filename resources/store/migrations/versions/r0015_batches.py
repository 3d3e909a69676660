"""Batches: a template over many repositories, and how each of them stands."""

import sqlalchemy as sa
from alembic import op

revision = "r0015"
down_revision = "r0014"

_BIG = sa.BigInteger()
_TEXT = sa.Text()


def upgrade() -> None:
    """Create the tables, empty."""
    op.create_table(
        "template_batches",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("template", _TEXT, nullable=False),
        sa.Column("version", _TEXT, nullable=False),
        sa.Column("asked", _TEXT, nullable=False),
        sa.Column("created", _BIG, nullable=False),
        sa.Column("finished", _BIG),
    )
    op.create_index("ix_template_batches_created", "template_batches", ["created"])
    op.create_table(
        "template_batch_members",
        sa.Column("batch", _TEXT, primary_key=True),
        sa.Column("nth", _BIG, primary_key=True),
        sa.Column("slug", _TEXT, nullable=False),
        sa.Column("path", sa.LargeBinary(), nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("application", _TEXT),
        sa.Column("why", _TEXT, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("template_batch_members")
    op.drop_table("template_batches")
