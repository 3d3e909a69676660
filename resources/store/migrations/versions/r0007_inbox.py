"""What forges send, kept until somebody has acted on it."""

import sqlalchemy as sa
from alembic import op

revision = "r0007"
down_revision = "r0006"

_BIG = sa.BigInteger()
_TEXT = sa.Text()
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "inbox",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("provider", "delivery", "event")),
        sa.Column("received", _BIG, nullable=False),
        sa.Column("headers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        *(sa.Column(name, _BIG, nullable=False) for name in ("attempts", "not_before")),
        sa.Column("state", _TEXT, nullable=False),
        *(sa.Column(name, _TEXT) for name in ("why", "run_key")),
        sa.Column("settled", _BIG),
        sa.CheckConstraint("state IN ('waiting', 'done', 'ignored', 'dead')", name="ck_inbox_state"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_inbox_delivery", "inbox", ["provider", "delivery"], unique=True)
    op.create_index("ix_inbox_settled", "inbox", ["settled"])
    for name in ("waiting", "dead"):
        state = sa.text(f"state = '{name}'")
        op.create_index(f"ix_inbox_{name}", "inbox", ["id"], sqlite_where=state, postgresql_where=state)


def downgrade() -> None:
    """Drop it, and what was not acted on with it."""
    op.drop_table("inbox")
