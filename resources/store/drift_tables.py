"""The table of how far repositories are from the templates that they follow."""

from sqlalchemy import Column, Float

from resources.store.schema import Text, Whole, json_type, versioned

DRIFTS = versioned(
    "template_drifts",
    ("slug", "template"),
    Column("standing", Text, nullable=False),
    Column("tag", Text),
    Column("latest", Text),
    Column("score", Float),
    Column("coverage", Float, nullable=False),
    Column("behind", Whole, nullable=False),
    Column("document", json_type(), nullable=False),
)
"""What :class:`gitops_assets.core.templates.model.Drift` says; its document has the files. Of each repository
that was looked at, one row has no template: its ``standing`` digests what all of the others follow from."""
