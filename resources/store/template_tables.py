"""The tables of applications of templates: how each stands, its journal, and what it can be undone from."""

from sqlalchemy import Boolean, Column, Index, Table

from resources.store.schema import METADATA, Text, Whole, json_type

APPLICATIONS = Table(
    "template_applications",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("batch", Text, nullable=False),
    Column("slug", Text, nullable=False),
    # JSON: a path may hold bytes that are no text.
    Column("location", json_type(), nullable=False),
    Column("template", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("tag", Text),
    Column("oid", Text, nullable=False),
    Column("answers", json_type(), nullable=False),
    Column("mode", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("branch", Text),
    Column("before", Text),
    Column("commit", Text),
    Column("backup", Text),
    Column("who", Text, nullable=False),
    Column("started", Whole, nullable=False),
    Column("finished", Whole),
    Column("why", Text, nullable=False),
)
"""One row an attempt. ``before`` is what the branch pointed at, NULL where there was none; ``why`` says what
went wrong. A row that still says ``applying`` was interrupted, and the next acting command settles it."""

APPLICATION_STEPS = Table(
    "template_steps",
    METADATA,
    Column("application", Text, primary_key=True),
    Column("seq", Whole, primary_key=True),
    Column("step", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("done", Boolean, nullable=False),
)
"""The journal: for every path the digests of what was there and of what is to be there, NULL for nothing."""

BACKUPS = Table(
    "template_backups",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("location", json_type(), nullable=False),
    Column("application", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("place", json_type(), nullable=False),
    Column("digest", Text, nullable=False),
    Column("files", Whole, nullable=False),
    Column("bytes", Whole, nullable=False),
    Column("created", Whole, nullable=False),
    Column("verified", Whole),
    Column("pruned", Whole),
)
"""Backups. ``place`` is a ref for ``git`` and a file's path for ``archive``."""

Index("ix_template_applications_batch", APPLICATIONS.c.batch)
Index("ix_template_applications_slug", APPLICATIONS.c.slug, APPLICATIONS.c.started)
Index("ix_template_applications_state", APPLICATIONS.c.state)
