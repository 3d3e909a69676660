"""The tables of what happened, what is told of it to whom, and what came of every attempt."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Table, literal_column, text

from resources.store.schema import METADATA, Text, Whole, json_type, own_id


def _partial(name: str, state: str, *columns: str) -> Index:
    only = text(f"state = '{state}'")
    return Index(name, *columns, sqlite_where=only, postgresql_where=only)


OUTBOX_EVENTS = Table(
    "outbox_events",
    METADATA,
    own_id(),
    Column("event", Text, nullable=False),
    Column("at", Whole, nullable=False),
    Column("key", Text, nullable=False),
    Column("routed", Boolean, nullable=False),
    Column("document", json_type(), nullable=False),
    Index("uq_outbox_events_event", "event", unique=True),
    Index(
        "ix_outbox_events_unrouted",
        "id",
        sqlite_where=text("routed IS 0"),
        postgresql_where=text("routed IS false"),
    ),
    Index("ix_outbox_events_at", "at"),
    sqlite_autoincrement=True,
)
"""Events in the order they were added; ``routed``: it was decided who hears of one."""

DELIVERIES = Table(
    "deliveries",
    METADATA,
    own_id(),
    Column("target", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("repository", Text, nullable=False),
    Column("bundle", Text, nullable=False),
    Column("event_ids", json_type(), nullable=False),
    Column("document", json_type(), nullable=False),
    Column("state", Text, nullable=False),
    Column("not_before", Whole, nullable=False),
    Column("leased", Whole),
    Column("attempts", Whole, nullable=False),
    Column("first_at", Whole, nullable=False),
    Column("settled", Whole),
    Column("why", Text),
    Column("status", Whole),
    Column("reference", Text),
    Column("body_cut", Text),
    CheckConstraint("state IN ('waiting', 'sent', 'dead')", name="ck_deliveries_state"),
    _partial("ix_deliveries_order", "waiting", "target", "repository", "id"),
    _partial("ix_deliveries_due", "waiting", "target", "not_before", "id"),
    _partial("ix_deliveries_oldest", "waiting", "first_at"),
    _partial("ix_deliveries_dead", "dead", "target", "id"),
    Index("ix_deliveries_key", "key", "target", "id"),
    sqlite_autoincrement=True,
)
"""Messages. ``leased`` is until when one is in somebody's hands; the last four columns are its receipt."""

DELIVERY_ATTEMPTS = Table(
    "delivery_attempts",
    METADATA,
    own_id(),
    Column("delivery", Whole, nullable=False),
    Column("at", Whole, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("status", Whole),
    Column("why", Text, nullable=False),
    Column("body_cut", Text, nullable=False),
    Index("ix_delivery_attempts_delivery", "delivery"),
    sqlite_autoincrement=True,
)
"""The log: what came of every attempt, answers cut and redacted."""

OUTBOX_TOLD = Table(
    "outbox_told",
    METADATA,
    Column("target", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("event", Text, nullable=False),
    Index("ix_outbox_told_key", "key"),
)
"""The last event with each key of which a target was told, or will be."""

WEBHOOKS = Table(
    "webhooks",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("secrets", json_type(), nullable=False),
    Column("events", json_type(), nullable=False),
    Column("repositories", json_type(), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("allow_private", Boolean, nullable=False),
    Column("concurrency", Whole, nullable=False),
    Column("created", Whole, nullable=False),
)
"""Outgoing webhooks; ``secrets`` name environment variables and files."""

WAITS = DELIVERIES.c.state == literal_column("'waiting'")
DEAD = DELIVERIES.c.state == literal_column("'dead'")
"""Said in the statement and not as parameters: only so does SQLite see that the partial indexes fit."""
