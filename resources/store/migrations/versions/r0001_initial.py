"""The first tables: audits, changes, and what is known of repositories, versioned."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None

_BIG = sa.BigInteger()
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text()
_JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Create everything."""
    _audits()
    _changes()
    for name, (key, columns) in _tables().items():
        _versioned(name, key, columns)


def downgrade() -> None:
    """Drop everything."""
    for name in ("audits", "changes", *_tables()):
        op.drop_table(name)


def _audits() -> None:
    op.create_table(
        "audits",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("run_id", _TEXT),
        sa.Column("started", _BIG, nullable=False),
        sa.Column("seen", _BIG, nullable=False),
        sa.Column("finished", _BIG),
        sa.Column("status", _TEXT, nullable=False),
        sa.Column("fleet", _TEXT, nullable=False),
        sa.Column("roots", _JSON, nullable=False),
        sa.Column("roots_digest", _TEXT, nullable=False),
        sa.Column("fleet_file", _JSON),
        sa.Column("output", _JSON),
        sa.Column("inventory_scope", _TEXT, nullable=False),
        sa.Column("tool_version", _TEXT, nullable=False),
        sa.Column("rule_version", _TEXT, nullable=False),
        sa.Column("policy_digest", _TEXT, nullable=False),
        sa.CheckConstraint(
            "status IN ('running', 'partial', 'complete', 'failed', 'interrupted')", name="ck_audits_status"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_audits_run_id", "audits", ["run_id"], unique=True)
    op.create_index("ix_audits_status_finished", "audits", ["status", "finished"])


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("audit", _BIG, nullable=False),
        sa.Column("slug", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("subject", _TEXT, nullable=False),
        sa.Column("before", _TEXT),
        sa.Column("after", _TEXT),
        sa.Column("cause", _TEXT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_audit", "changes", ["audit"])
    op.create_index("ix_changes_slug", "changes", ["slug"])


def _versioned(name: str, key: Sequence[str], columns: Sequence[sa.Column[Any]]) -> None:
    op.create_table(
        name,
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        *(sa.Column(part, _TEXT, nullable=False) for part in key),
        *columns,
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
        f"uq_{name}_current", name, list(key), unique=True, sqlite_where=current, postgresql_where=current
    )
    op.create_index(f"ix_{name}_history", name, [*key, "ended"])


def _tables() -> dict[str, tuple[Sequence[str], Sequence[sa.Column[Any]]]]:
    """The versioned tables: what identifies a row, and what it says."""
    return {
        "repositories": (
            ("slug",),
            (
                sa.Column("path", sa.LargeBinary()),
                sa.Column("root", sa.LargeBinary(), nullable=False),
            ),
        ),
        "repository_states": (
            ("slug",),
            (
                sa.Column("branch", _TEXT),
                sa.Column("head", _TEXT),
                sa.Column("upstream", _TEXT),
                sa.Column("ahead", _BIG),
                sa.Column("behind", _BIG),
                sa.Column("staged", _BIG),
                sa.Column("unstaged", _BIG),
                sa.Column("untracked", _BIG),
                sa.Column("conflicted", _BIG),
                sa.Column("stashes", _BIG),
                sa.Column("fetched", _BIG),
                sa.Column("committed", _BIG),
                sa.Column("owner", _TEXT),
                sa.Column("criticality", _TEXT),
                sa.Column("document", _JSON, nullable=False),
            ),
        ),
        "inventories": (
            ("scope",),
            (
                sa.Column("configured", sa.Boolean(), nullable=False),
                sa.Column("unknown", _TEXT),
            ),
        ),
        "inventory_entries": (
            ("scope", "slug", "source"),
            (
                sa.Column("url", _TEXT),
                sa.Column("default_branch", _TEXT),
                sa.Column("archived", sa.Boolean(), nullable=False),
                sa.Column("fork", sa.Boolean(), nullable=False),
                sa.Column("private", sa.Boolean()),
            ),
        ),
        "verdicts": (
            ("slug", "gate"),
            (
                sa.Column("outcome", _TEXT, nullable=False),
                sa.Column("why", _TEXT),
            ),
        ),
        "findings": (
            ("slug", "gate", "fingerprint"),
            (
                sa.Column("severity", _TEXT, nullable=False),
                sa.Column("message", _TEXT, nullable=False),
                sa.Column("path", _TEXT, nullable=False),
                sa.Column("line", _BIG, nullable=False),
                sa.Column("remedy", _TEXT, nullable=False),
                sa.Column("opened", _BIG, nullable=False),
            ),
        ),
    }
