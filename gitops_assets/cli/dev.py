"""``gitops-assets dev``: Dagster's UI and daemon on the home that the command line uses."""

import os
import sys

import click

from gitops_assets.cli.failures import told
from resources.home import find_home, prepare
from resources.instance import open_instance
from resources.store.store import Store


@click.command("dev")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the UI listens.")
@click.option("--port", default=3000, show_default=True, help="On which port.")
def command(host: str, port: int) -> None:
    """Run the Dagster UI and its daemon until interrupted.

    The UI has no users of its own: let it listen on other addresses only behind something that does.
    """
    home = find_home()
    with told(), Store.open(home.store_url) as store:
        prepare(home)
        store.migrate()
        # Two processes that open a fresh home at once corrupt it; this one makes it before there are two.
        with open_instance(home):
            pass
    click.echo(f"Dagster UI: http://{host}:{port}  (home: {home.path})", err=True)
    arguments = ["dev", "-m", "gitops_assets.definitions", "--host", host, "--port", str(port)]
    os.execv(sys.executable, [sys.executable, "-m", "dagster", *arguments])  # noqa: S606 - no shell is wanted
