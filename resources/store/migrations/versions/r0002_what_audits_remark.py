"""What an audit could not look into, and which waivers did nothing in it."""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"

_COLUMNS = ("not_looked_into", "idle_waivers")


def upgrade() -> None:
    """Add both; of older audits neither is known."""
    for name in _COLUMNS:
        op.add_column("audits", sa.Column(name, sa.JSON(none_as_null=True)))


def downgrade() -> None:
    """Drop both."""
    for name in _COLUMNS:
        op.drop_column("audits", name)
