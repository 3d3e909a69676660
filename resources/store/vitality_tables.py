"""The tables of how alive repositories are, and of what audits cost."""

from sqlalchemy import BigInteger, Column, Float, Index, Table

from resources.store.schema import METADATA, Text, Whole, versioned

VITALITY = versioned(
    "vitality",
    ("slug",),
    Column("standing", Text, nullable=False),
    Column("week", Whole),
    Column("unknown", Text),
    Column("committed", Whole),
    Column("commits_year", Whole),
    Column("commits_quarter", Whole),
    Column("active_weeks", Whole),
    Column("median_gap_days", Float),
    Column("contributors_year", Whole),
    Column("contributors_quarter", Whole),
    Column("top_share", Float),
    Column("absence_factor", Whole),
    Column("files_changed", Whole),
    Column("lines_added", Whole),
    Column("lines_removed", Whole),
    Column("churn_unknown", Text),
    Column("unmerged_branches", Whole),
    Column("oldest_branch", Whole),
    Column("newest_branch", Whole),
    Column("releases_year", Whole),
    Column("released", Whole),
    Column("risk", Float),
)
"""What :class:`gitops_assets.core.vitality.model.Vitality` says. ``standing`` digests the refs from which it
follows and ``week`` is when its week began; NULL where no week to come changes it. No author is in it."""

MEASURED = tuple(
    column.name
    for column in VITALITY.table.c
    if column.name not in ("id", "slug", "standing", "week", "digest", "audit", "verified", "ended")
)
"""The columns that say something of the repository, and not of the row."""

PHASES = Table(
    "phases",
    METADATA,
    Column("audit", BigInteger, primary_key=True),
    Column("phase", Text, primary_key=True),
    Column("slug", Text, primary_key=True),
    Column("position", Whole, nullable=False),
    Column("repositories", Whole, nullable=False),
    Column("microseconds", Whole, nullable=False),
    Index("ix_phases_slug", "slug", "audit"),
)
"""How long each phase of an audit took (slug '') and how long a repository of it, where that is measured.

The rows of phases stay; those of repositories are kept for the last audits alone."""
