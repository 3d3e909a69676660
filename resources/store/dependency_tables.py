"""The tables of what repositories depend on and offer, one row a fact, versioned like everything else."""

from sqlalchemy import Boolean, Column, Table

from resources.store.schema import METADATA, Text, Whole, json_type, versioned

SCANS = versioned(
    "dependency_scans",
    ("slug",),
    Column("commit", Text),
    Column("analysis", Text, nullable=False),
    Column("unknown", Text),
)
"""Which commit was read by which analysis. ``verified`` moves at every look, that of the facts only when the
repository was read again: they are as fresh as their scan."""

MANIFESTS = versioned(
    "manifests",
    ("slug", "identity"),
    Column("path", Text, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("blob", Text, nullable=False),
    Column("reading", Text, nullable=False),
)
"""Which files were read, by which extractor; ``reading`` is the key of what it found there."""

READINGS = Table(
    "readings",
    METADATA,
    Column("reading", Text, primary_key=True),
    Column("rows", json_type(), nullable=False),
)
"""What an extractor found in a file, by (blob, path, extractor, version): never read twice, never changed."""

DEPENDENCIES = versioned(
    "dependencies",
    ("slug", "identity"),
    Column("kind", Text, nullable=False),
    Column("ecosystem", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("line", Whole, nullable=False),
    Column("scope", Text, nullable=False),
    Column("constraint", Text),
    Column("resolved", Text),
    Column("confidence", Text, nullable=False),
    Column("url", Text),
    Column("local", Text),
    Column("extractor", Text, nullable=False),
)

PUBLICATIONS = versioned(
    "publications",
    ("slug", "identity"),
    Column("kind", Text, nullable=False),
    Column("ecosystem", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("line", Whole, nullable=False),
    Column("version", Text),
    Column("confidence", Text, nullable=False),
    Column("extractor", Text, nullable=False),
)

CLAIMS = versioned(
    "claims",
    ("slug", "identity"),
    Column("resource", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("line", Whole, nullable=False),
    Column("detail", Text, nullable=False),
    Column("extractor", Text, nullable=False),
)

SKIPPED_FILES = versioned(
    "skipped_files",
    ("slug", "identity"),
    Column("path", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("line", Whole, nullable=False),
    Column("extractor", Text, nullable=False),
)

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

PAST = Table(
    "dependency_past",
    METADATA,
    Column("slug", Text, primary_key=True),
    Column("moment", Whole, primary_key=True),
    Column("commit", Text, nullable=False),
    Column("analysis", Text, nullable=False),
    Column("rows", json_type(), nullable=False),
)
"""What a backfill read out of git history: the repository as it was at that moment, before any audit."""

FACTS = (DEPENDENCIES, PUBLICATIONS, CLAIMS, SKIPPED_FILES, MANIFESTS)
"""What a scan of a repository replaces as a whole."""
