"""The tables of templates that go over many repositories at once, by which a batch is taken up again."""

from sqlalchemy import Column, Index, LargeBinary, Table

from resources.store.schema import METADATA, Text, Whole

BATCHES = Table(
    "template_batches",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("template", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("created", Whole, nullable=False),
    Column("finished", Whole),
    Index("ix_template_batches_created", "created"),
)
"""``asked`` is a JSON document: what the command said, without the answers to secret questions."""

MEMBERS = Table(
    "template_batch_members",
    METADATA,
    Column("batch", Text, primary_key=True),
    Column("nth", Whole, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("path", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("application", Text),
    Column("why", Text, nullable=False),
)
"""How each repository of a batch stands, in the order in which they were named."""
