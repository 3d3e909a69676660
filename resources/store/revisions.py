"""Which shape the tables have, and how they get from one shape to the next."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Inspector, column, inspect, select, table

from resources.store.errors import StoreNewer, StoreNotMigrated

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "store_revision"
"""Not Alembic's usual name: Dagster's storage has that one, and both may live in one PostgreSQL database."""


def known() -> tuple[str, ...]:
    """The revisions this version knows, oldest first; a file's name begins with its revision."""
    return tuple(sorted(path.name[:5] for path in (MIGRATIONS / "versions").glob("r[0-9]*.py")))


def current(connection: Connection) -> str | None:
    """The revision of the store; None for one that has no tables yet."""
    inspector: Inspector = inspect(connection)
    if not inspector.has_table(VERSION_TABLE):
        return None
    revision = connection.execute(select(column("version_num")).select_from(table(VERSION_TABLE))).scalar()
    return None if revision is None else str(revision)


def refuse_newer(revision: str | None, where: str) -> None:
    """Raise :class:`StoreNewer` for a revision that this version has never heard of."""
    if revision is not None and revision not in known():
        raise StoreNewer(
            f"the store is from a newer version of gitops-assets: {where}: revision {revision}, known up to "
            f"{known()[-1]}; upgrade gitops-assets, or use another GITOPS_HOME"
        )


def demand_current(revision: str | None, where: str) -> None:
    """Raise :class:`StoreNewer` or :class:`StoreNotMigrated` unless the store has this version's tables."""
    refuse_newer(revision, where)
    if revision != known()[-1]:
        raise StoreNotMigrated(
            f"the store has no tables for this version: {where}: revision {revision or 'none'}, needed "
            f"{known()[-1]}; run an audit, or migrate the store, to create them"
        )


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the tables forward to ``revision`` inside the caller's transaction."""
    # Alembic costs a quarter of a second to import, and only a store that has to change needs it.
    from alembic import command  # noqa: PLC0415

    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Take the tables back to ``revision`` (``base``: none) inside the caller's transaction."""
    from alembic import command  # noqa: PLC0415 - as above

    command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
