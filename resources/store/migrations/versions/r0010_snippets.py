"""The lines that findings stand at."""

import sqlalchemy as sa
from alembic import op

revision = "r0010"
down_revision = "r0009"


def upgrade() -> None:
    """Add the column, empty: a finding gets its lines when its repository is judged again."""
    op.add_column("findings", sa.Column("snippet", sa.Text()))
    op.create_table(
        "policies",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("files", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("policies")
    with op.batch_alter_table("findings") as table:
        table.drop_column("snippet")
