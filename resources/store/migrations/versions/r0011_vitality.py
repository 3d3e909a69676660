"""How alive repositories are, and what audits cost."""

import sqlalchemy as sa
from alembic import op

revision = "r0011"
down_revision = "r0010"

_BIG = sa.BigInteger()
_TEXT = sa.Text()
_COUNTS = (
    *("committed", "commits_year", "commits_quarter", "active_weeks"),
    *("contributors_year", "contributors_quarter", "absence_factor"),
    *("files_changed", "lines_added", "lines_removed"),
    *("unmerged_branches", "oldest_branch", "newest_branch", "releases_year", "released"),
)


def upgrade() -> None:
    """Create the tables, empty: the next audit fills them, and of older ones nothing is known."""
    op.create_table(
        "vitality",
        sa.Column("id", _BIG.with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("slug", _TEXT, nullable=False),
        sa.Column("standing", _TEXT, nullable=False),
        sa.Column("week", _BIG),
        *(sa.Column(name, _TEXT) for name in ("unknown", "churn_unknown")),
        *(sa.Column(name, _BIG) for name in _COUNTS),
        *(sa.Column(name, sa.Float()) for name in ("median_gap_days", "top_share", "risk")),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("audit", _BIG, nullable=False),
        sa.Column("verified", _BIG, nullable=False),
        sa.Column("ended", _BIG),
        sa.CheckConstraint("verified >= audit", name="ck_vitality_verified"),
        sa.CheckConstraint("ended > audit", name="ck_vitality_ended"),
        sqlite_autoincrement=True,
    )
    current = sa.text("ended IS NULL")
    op.create_index(
        "uq_vitality_current",
        "vitality",
        ["slug"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    op.create_index("ix_vitality_history", "vitality", ["slug", "ended"])
    op.create_table(
        "phases",
        sa.Column("audit", _BIG, primary_key=True),
        sa.Column("phase", _TEXT, primary_key=True),
        sa.Column("slug", _TEXT, primary_key=True),
        *(sa.Column(name, _BIG, nullable=False) for name in ("position", "repositories", "microseconds")),
    )
    op.create_index("ix_phases_slug", "phases", ["slug", "audit"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("phases")
    op.drop_table("vitality")
