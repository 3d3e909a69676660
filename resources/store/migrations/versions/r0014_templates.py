"""Applications of templates, their journal and their backups."""

import sqlalchemy as sa
from alembic import op

revision = "r0014"
down_revision = "r0013"

_BIG = sa.BigInteger()
_TEXT = sa.Text()


def upgrade() -> None:
    """Create the tables, empty: nothing was applied yet."""
    op.create_table(
        "template_applications",
        sa.Column("id", _TEXT, primary_key=True),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("batch", "slug")),
        sa.Column("location", sa.JSON(), nullable=False),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("template", "source")),
        sa.Column("tag", _TEXT),
        sa.Column("oid", _TEXT, nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("mode", "state")),
        *(sa.Column(name, _TEXT) for name in ("branch", "before", "commit", "backup")),
        sa.Column("who", _TEXT, nullable=False),
        sa.Column("started", _BIG, nullable=False),
        sa.Column("finished", _BIG),
        sa.Column("why", _TEXT, nullable=False),
    )
    op.create_index("ix_template_applications_batch", "template_applications", ["batch"])
    op.create_index("ix_template_applications_slug", "template_applications", ["slug", "started"])
    op.create_index("ix_template_applications_state", "template_applications", ["state"])
    op.create_table(
        "template_steps",
        sa.Column("application", _TEXT, primary_key=True),
        sa.Column("seq", _BIG, primary_key=True),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("step", "path")),
        *(sa.Column(name, _TEXT) for name in ("before", "after")),
        sa.Column("done", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "template_backups",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("slug", _TEXT, nullable=False),
        sa.Column("location", sa.JSON(), nullable=False),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("application", "kind")),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
        *(sa.Column(name, _BIG, nullable=False) for name in ("files", "bytes", "created")),
        *(sa.Column(name, _BIG) for name in ("verified", "pruned")),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("template_backups", "template_steps", "template_applications"):
        op.drop_table(table)
