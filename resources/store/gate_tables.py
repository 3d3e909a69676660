"""The tables of what gates were asked of the files of repositories, and of the scores that follow."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Table

from resources.store.schema import METADATA, Text, Whole, json_type, versioned

GATE_SCANS = versioned(
    "gate_scans",
    ("slug",),
    Column("commit", Text),
    Column("asked", Text, nullable=False),
    Column("until", Text),
    Column("snapshot", Text),
    Column("concerns", Text),
)
"""Which commit was judged, and the digest of everything else that its answers depend on; ``until`` is the day
after which a waiver in one of its files ends. ``snapshot`` names the advisories that were asked, ``concerns``
digests what they say of the repository's packages: a newer snapshot that says the same changes no answer."""

SCORES = versioned(
    "scores",
    ("slug",),
    Column("value", Float),
    Column("coverage", Float, nullable=False),
    Column("level", Text),
    Column("categories", json_type(), nullable=False),
)
"""A repository's score as of an audit; NULL where nothing that weighs is known. By category the same pair."""

ASKED_GATES = Table(
    "asked_gates",
    METADATA,
    Column("audit", BigInteger, primary_key=True),
    Column("gate", Text, primary_key=True),
    Column("position", Whole, nullable=False),
    Column("title", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("required", Boolean, nullable=False),
    Column("version", Whole, nullable=False),
    Column("doc", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("repositories", Whole, nullable=False),
    Column("microseconds", Whole, nullable=False),
)
"""The gates of an audit as they were then, the fleet's own among them, and what asking them took."""
