"""The tables of what repositories depend on and offer."""

from sqlalchemy import BigInteger, Boolean, Column, Table

from resources.store.schema import METADATA, Text, Whole, json_type, versioned

SCANS = versioned(
    "dependency_scans",
    ("slug",),
    Column("commit", Text),
    Column("analysis", Text, nullable=False),
    Column("unknown", Text),
    Column("said", Text),
)
"""Which commit was read by which analysis, and the key of what it found (in READINGS); NULL: never read."""

READINGS = Table(
    "readings",
    METADATA,
    Column("reading", Text, primary_key=True),
    Column("rows", json_type(), nullable=False),
)
"""What was found, by key, never changed: in a file, by (blob, path, extractor, version), so that none is read
twice; in all files of a tree together, by its own digest, so that clones and quiet years share it."""

EDGES = versioned(
    "repository_dependencies",
    ("fleet", "identity"),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("ecosystem", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("line", Whole, nullable=False),
    Column("scope", Text, nullable=False),
    Column("constraint", Text),
    Column("resolved", Text),
    Column("confidence", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("missing", Boolean, nullable=False),
)
"""Dependencies that lead to another repository of the fleet; a fleet is told by the digest of its roots."""

CONFLICTS = versioned(
    "conflicts",
    ("fleet", "identity"),
    Column("kind", Text, nullable=False),
    Column("ecosystem", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("claims", json_type(), nullable=False),
    Column("proposal", json_type()),
    Column("breaks", json_type(), nullable=False),
)
"""On what the repositories of a fleet disagree."""

ORIGINS = Table(
    "fleet_origins",
    METADATA,
    Column("fleet", Text, primary_key=True),
    Column("part", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("audit", BigInteger, nullable=False),
)
"""By fleet and part of it (the name of a table): what its rows follow from, and the last audit that said so.

It is written together with the rows, so it is true of those that are current, whatever became of the audit.
"""

PAST = Table(
    "dependency_past",
    METADATA,
    Column("slug", Text, primary_key=True),
    Column("moment", Whole, primary_key=True),
    Column("commit", Text, nullable=False),
    Column("analysis", Text, nullable=False),
    Column("said", Text, nullable=False),
)
"""What a backfill read out of git history: the repository as it was at that moment, before any audit."""
