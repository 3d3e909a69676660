"""The tables of what wakes the fleet: how far each schedule has come, and where each repository stood."""

from sqlalchemy import Column, Index, Table

from resources.store.schema import METADATA, Text, Whole

# Dagster, which may live in the same database, has had a table called "schedules".
SCHEDULES = Table(
    "schedule_standings",
    METADATA,
    Column("fleet", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("answered", Whole, nullable=False),
    Column("asked", Whole),
    Column("run_key", Text),
)
"""By the path of a fleet's file and the schedule's name: up to when every stroke is answered, and the
stroke for which a run was asked."""

WATCHES = Table(
    "watches",
    METADATA,
    Column("slug", Text, primary_key=True),
    Column("stamp", Text),
    Column("remote", Text),
    Column("moved", Whole, nullable=False),
    Column("due", Whole, nullable=False),
    Column("run_key", Text),
    Column("crashed", Whole, nullable=False),
    Column("quarantined", Whole),
    Column("why", Text),
    Index("ix_watches_due", "due"),
)
"""What is remembered of each repository between two looks; nothing in it is history."""
