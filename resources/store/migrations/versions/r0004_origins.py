"""What a fleet's edges and conflicts follow from, so that they are not worked out again from the same."""

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"


def upgrade() -> None:
    """Create the table; nothing is known of what is there already."""
    op.create_table(
        "fleet_origins",
        sa.Column("fleet", sa.Text(), primary_key=True),
        sa.Column("part", sa.Text(), primary_key=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("audit", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("fleet_origins")
