"""What repositories depend on: scans, the files read, and the facts found in them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"

_BIG = sa.BigInteger()
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text()
_JSON = sa.JSON(none_as_null=True)

# Columns by table: a trailing "?" may be empty; "#" is a whole number, "!" yes or no, "{}" JSON.
_TABLES = {
    "dependency_scans": "commit? analysis unknown? said?",
    "repository_dependencies": "identity source target kind ecosystem name path line# scope constraint? "
    "resolved? confidence level missing!",
    "conflicts": "identity kind ecosystem name why claims{} proposal{}? breaks{}",
}

_OF_FLEETS = ("repository_dependencies", "conflicts")


def upgrade() -> None:
    """Create them."""
    for name, columns in _TABLES.items():
        _versioned(name, columns.split())
    op.create_table(
        "readings", sa.Column("reading", _TEXT, primary_key=True), sa.Column("rows", _JSON, nullable=False)
    )
    op.create_table(
        "dependency_past",
        sa.Column("slug", _TEXT, primary_key=True),
        sa.Column("moment", _BIG, primary_key=True),
        sa.Column("commit", _TEXT, nullable=False),
        sa.Column("analysis", _TEXT, nullable=False),
        sa.Column("said", _TEXT, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("dependency_past", "readings", *_TABLES):
        op.drop_table(name)


def _versioned(name: str, columns: list[str]) -> None:
    group = "fleet" if name in _OF_FLEETS else "slug"
    key = [group, "identity"] if "identity" in columns else [group]
    op.create_table(
        name,
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column(group, _TEXT, nullable=False),
        *(_column(column) for column in columns),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("audit", _BIG, nullable=False),
        sa.Column("verified", _BIG, nullable=False),
        sa.Column("ended", _BIG),
        sa.CheckConstraint("verified >= audit", name=f"ck_{name}_verified"),
        sa.CheckConstraint("ended > audit", name=f"ck_{name}_ended"),
        sqlite_autoincrement=True,
    )
    current = sa.text("ended IS NULL")
    op.create_index(
        f"uq_{name}_current", name, key, unique=True, sqlite_where=current, postgresql_where=current
    )
    op.create_index(f"ix_{name}_history", name, [*key, "ended"])


def _column(name: str) -> sa.Column[Any]:
    empty = name.endswith("?")
    plain = name.rstrip("?")
    for mark, kind in (("#", _BIG), ("!", sa.Boolean()), ("{}", _JSON)):
        if plain.endswith(mark):
            return sa.Column(plain.removesuffix(mark), kind, nullable=empty)
    return sa.Column(plain, _TEXT, nullable=empty)
