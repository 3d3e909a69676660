"""What happened, what is told of it to whom, what came of every attempt, and outgoing webhooks."""

import sqlalchemy as sa
from alembic import op

revision = "r0008"
down_revision = "r0007"

_BIG = sa.BigInteger()
_TEXT = sa.Text()
_JSON = sa.JSON(none_as_null=True)
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    _events()
    _deliveries()
    _attempts()
    op.create_table(
        "outbox_told",
        *(sa.Column(name, _TEXT, primary_key=True) for name in ("target", "key")),
        sa.Column("event", _TEXT, nullable=False),
    )
    op.create_index("ix_outbox_told_key", "outbox_told", ["key"])
    op.create_table(
        "webhooks",
        sa.Column("name", _TEXT, primary_key=True),
        sa.Column("url", _TEXT, nullable=False),
        *(sa.Column(name, _JSON, nullable=False) for name in ("secrets", "events", "repositories")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("enabled", "allow_private")),
        *(sa.Column(name, _BIG, nullable=False) for name in ("concurrency", "created")),
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("webhooks", "outbox_told", "delivery_attempts", "deliveries", "outbox_events"):
        op.drop_table(name)


def _number() -> sa.Column[int]:
    return sa.Column("id", _ID, primary_key=True, autoincrement=True)


def _events() -> None:
    op.create_table(
        "outbox_events",
        _number(),
        sa.Column("event", _TEXT, nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("routed", sa.Boolean(), nullable=False),
        sa.Column("document", _JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_outbox_events_event", "outbox_events", ["event"], unique=True)
    op.create_index("ix_outbox_events_at", "outbox_events", ["at"])
    op.create_index(
        "ix_outbox_events_unrouted",
        "outbox_events",
        ["id"],
        sqlite_where=sa.text("routed IS 0"),
        postgresql_where=sa.text("routed IS false"),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        _number(),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("target", "key", "repository", "bundle")),
        *(sa.Column(name, _JSON, nullable=False) for name in ("event_ids", "document")),
        sa.Column("state", _TEXT, nullable=False),
        *(sa.Column(name, _BIG, nullable=False) for name in ("not_before", "attempts", "first_at")),
        *(sa.Column(name, _BIG) for name in ("leased", "settled", "status")),
        *(sa.Column(name, _TEXT) for name in ("why", "reference", "body_cut")),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dead')", name="ck_deliveries_state"),
        sqlite_autoincrement=True,
    )
    _partial("ix_deliveries_order", "waiting", "target", "repository", "id")
    _partial("ix_deliveries_due", "waiting", "target", "not_before", "id")
    _partial("ix_deliveries_oldest", "waiting", "first_at")
    _partial("ix_deliveries_dead", "dead", "target", "id")
    op.create_index("ix_deliveries_key", "deliveries", ["key", "target", "id"])


def _attempts() -> None:
    op.create_table(
        "delivery_attempts",
        _number(),
        *(sa.Column(name, _BIG, nullable=False) for name in ("delivery", "at")),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("outcome", "why", "body_cut")),
        sa.Column("status", _BIG),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_attempts_delivery", "delivery_attempts", ["delivery"])


def _partial(name: str, state: str, *columns: str) -> None:
    only = sa.text(f"state = '{state}'")
    op.create_index(name, "deliveries", list(columns), sqlite_where=only, postgresql_where=only)
