"""The tables, the same in SQLite and PostgreSQL.

A versioned row is valid from its ``audit`` until ``ended`` (NULL: still); ``verified`` is the last audit that
saw it unchanged. So the store grows with change, not with audits, and every "as of" is one comparison.
Times are epoch seconds. ``audit``, ``verified`` and ``ended`` have no foreign keys: audits are never deleted,
every write checks its audit once, and a lookup for each of 20,000 rows would say the same again.
"""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    text,
)
from sqlalchemy import Text as PlainText
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

METADATA = MetaData()
LARGEST = 2**63 - 1
"""The largest whole number that both databases keep."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(value: str) -> str:
    """The text with what no database takes (NUL, lone surrogates) written as backslash escapes."""
    if _UNSTORABLE.search(value) is None:
        return value
    return _UNSTORABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", value)


class Text(TypeDecorator[str]):
    """Text that any string can be bound to: repositories name their branches as they like."""

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - its shape
        """What is sent to the database."""
        return None if value is None else storable(value)


class Whole(TypeDecorator[int]):
    """A whole number of 64 bits; larger ones, such as a forged commit date, become the largest that fits."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - its shape
        """What is sent to the database."""
        return None if value is None else max(-LARGEST, min(LARGEST, value))


def own_id() -> Column[int]:
    """A column that numbers its rows by itself, never the same number twice."""
    # Only a column declared INTEGER counts by itself in SQLite.
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


def json_type() -> JSON:
    """A JSON column in which nothing is NULL, not the text ``null``."""
    return JSON(none_as_null=True)


AUDITS = Table(
    "audits",
    METADATA,
    own_id(),
    Column("run_id", Text),
    Column("started", Whole, nullable=False),
    Column("seen", Whole, nullable=False),
    Column("finished", Whole),
    Column("status", Text, nullable=False),
    Column("fleet", Text, nullable=False),
    # Paths are JSON: they may hold bytes that are no text, and must come back as they went in.
    Column("roots", json_type(), nullable=False),
    Column("roots_digest", Text, nullable=False),
    Column("fleet_file", json_type()),
    Column("output", json_type()),
    Column("inventory_scope", Text, nullable=False),
    Column("tool_version", Text, nullable=False),
    Column("rule_version", Text, nullable=False),
    Column("policy_digest", Text, nullable=False),
    Column("not_looked_into", json_type()),
    Column("idle_waivers", json_type()),
    Column("advisories", Text),
    # As an imported report tells them; of an audit that was carried out here they are counted.
    Column("coverage", Float),
    Column("unknown", Whole),
    CheckConstraint(
        "status IN ('running', 'partial', 'complete', 'failed', 'interrupted', 'mentioned')",
        name="ck_audits_status",
    ),
    Index("uq_audits_run_id", "run_id", unique=True),
    Index("ix_audits_status_finished", "status", "finished"),
    sqlite_autoincrement=True,
)

POLICIES = Table(
    "policies",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("files", Text, nullable=False),
)
"""The files behind a policy digest, as JSON by name: what was demanded stays known when it is changed."""

CHANGES = Table(
    "changes",
    METADATA,
    own_id(),
    Column("audit", BigInteger, nullable=False),
    Column("slug", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("cause", Text, nullable=False),
    Index("ix_changes_audit", "audit"),
    Index("ix_changes_slug", "slug"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Versioned:
    """A table of versioned rows.

    ``key`` identifies a row between audits; its first column is the ``group`` that an audit speaks for as a
    whole (a repository, an inventory). ``carried`` names a column that a new version inherits.
    """

    table: Table
    key: tuple[str, ...]
    carried: str | None = None

    @property
    def group(self) -> Column[str]:
        """The column by which rows are read and closed."""
        column: Column[str] = self.table.c[self.key[0]]
        return column


def versioned(
    name: str, key: tuple[str, ...], *columns: Column[Any], carried: str | None = None
) -> Versioned:
    """A table of versioned rows; besides these columns it has its own stamps and digest."""
    current = text("ended IS NULL")
    table = Table(
        name,
        METADATA,
        own_id(),
        *(Column(part, Text, nullable=False) for part in key),
        *columns,
        Column("digest", Text, nullable=False),
        Column("audit", BigInteger, nullable=False),
        Column("verified", BigInteger, nullable=False),
        Column("ended", BigInteger),
        CheckConstraint("verified >= audit", name=f"ck_{name}_verified"),
        CheckConstraint("ended > audit", name=f"ck_{name}_ended"),
        Index(f"uq_{name}_current", *key, unique=True, sqlite_where=current, postgresql_where=current),
        Index(f"ix_{name}_history", *key, "ended"),
        sqlite_autoincrement=True,
    )
    return Versioned(table, key, carried)


REPOSITORIES = versioned(
    "repositories",
    ("slug",),
    Column("path", LargeBinary),
    Column("root", LargeBinary, nullable=False),
)

STATES = versioned(
    "repository_states",
    ("slug",),
    Column("branch", Text),
    Column("head", Text),
    Column("upstream", Text),
    Column("ahead", Whole),
    Column("behind", Whole),
    Column("staged", Whole),
    Column("unstaged", Whole),
    Column("untracked", Whole),
    Column("conflicted", Whole),
    Column("stashes", Whole),
    Column("fetched", Whole),
    Column("committed", Whole),
    Column("owner", Text),
    Column("criticality", Text),
    Column("document", json_type(), nullable=False),
)

INVENTORIES = versioned(
    "inventories",
    ("scope",),
    Column("configured", Boolean, nullable=False),
    Column("unknown", Text),
)

INVENTORY_ENTRIES = versioned(
    "inventory_entries",
    ("scope", "slug", "source"),
    Column("url", Text),
    Column("default_branch", Text),
    Column("archived", Boolean, nullable=False),
    Column("fork", Boolean, nullable=False),
    Column("private", Boolean),
)

VERDICTS = versioned("verdicts", ("slug", "asker"), Column("answers", Text, nullable=False))
"""All answers of the gates that were asked together, as JSON (resources/store/answers.py).

They seldom change, and with a row for each of them every audit would read and confirm thirty thousand.
"""

FINDINGS = versioned(
    "findings",
    ("slug", "gate", "fingerprint"),
    Column("severity", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("line", Whole, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("opened", BigInteger, nullable=False),
    Column("snippet", Text),
    carried="opened",
)

STATE_COLUMNS = tuple(
    column.name
    for column in STATES.table.c
    if column.name not in ("id", "slug", "document", "digest", "audit", "verified", "ended")
)
"""The parts of a repository's state that have a column of their own, for queries; the document has all."""
