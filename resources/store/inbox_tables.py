"""The table of what forges have sent: first written, then understood."""

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Table, text

from resources.store.schema import METADATA, Text, Whole, json_type, own_id

_WAITS = text("state = 'waiting'")
_DEAD = text("state = 'dead'")

INBOX = Table(
    "inbox",
    METADATA,
    own_id(),
    Column("provider", Text, nullable=False),
    Column("delivery", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("received", Whole, nullable=False),
    Column("headers", json_type(), nullable=False),
    # Compressed (RFC 1950). NULL once nobody needs it: the row stays, so that a delivery that is sent
    # again is still known.
    Column("body", LargeBinary),
    Column("attempts", Whole, nullable=False),
    Column("not_before", Whole, nullable=False),
    Column("state", Text, nullable=False),
    Column("why", Text),
    Column("run_key", Text),
    Column("settled", Whole),
    CheckConstraint("state IN ('waiting', 'done', 'ignored', 'dead')", name="ck_inbox_state"),
    Index("uq_inbox_delivery", "provider", "delivery", unique=True),
    Index("ix_inbox_waiting", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    Index("ix_inbox_dead", "id", sqlite_where=_DEAD, postgresql_where=_DEAD),
    Index("ix_inbox_settled", "settled"),
    sqlite_autoincrement=True,
)
