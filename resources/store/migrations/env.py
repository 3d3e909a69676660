"""What Alembic runs for every migration: inside the caller's transaction, so that it happens whole or not."""

from alembic import context

from resources.store.revisions import VERSION_TABLE
from resources.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
