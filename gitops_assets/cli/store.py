"""``gitops-assets store``: the tables that results live in."""

from pathlib import Path

import click

from gitops_assets.cli.exits import Exit
from gitops_assets.cli.failures import told
from resources.home import find_home, prepare
from resources.store.backup import backup, restore
from resources.store.store import Store


@click.group("store")
def command() -> None:
    """Migrate, back up and restore the store of results.

    It lies in GITOPS_HOME as SQLite, or in PostgreSQL when GITOPS_STORE_URL names one.
    """


@command.command("migrate")
def migrate() -> int:
    """Create the tables, or bring older ones up to date. An audit does this by itself."""
    with told():
        home = find_home()
        prepare(home)
        with Store.open(home.store_url) as store:
            store.migrate()
    click.echo("The store is up to date.")
    return Exit.FINE


@command.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def save(file: Path) -> int:
    """Write everything to FILE; it can be restored into SQLite and PostgreSQL alike."""
    with told(), Store.open(find_home().store_url) as store:
        rows = backup(store, file.absolute())
    click.echo(f"Wrote {sum(rows.values()):,} rows of {len(rows)} tables to {file}.")
    return Exit.FINE


@command.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is in the store now.")
def load(file: Path, *, force: bool) -> int:
    """Read FILE back into the store, which must be empty unless forced."""
    with told():
        home = find_home()
        prepare(home)
        rows = restore(home.store_url, file.absolute(), force=force)
    click.echo(f"Restored {sum(rows.values()):,} rows of {len(rows)} tables from {file}.")
    return Exit.FINE
