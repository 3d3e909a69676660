"""``gitops-assets dev``: Dagster's UI and daemon on the home that the command line uses."""

import os
import sys

import click

from gitops_assets.cli.failures import told
from resources.home import HOME_VARIABLE, Home, find_home, prepare
from resources.instance import end_killed_runs, is_initialised, open_instance
from resources.lock import HomeBusy, alone
from resources.store.store import Store


@click.command("dev")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the UI listens.")
@click.option("--port", default=3000, show_default=True, help="On which port.")
def command(host: str, port: int) -> None:
    """Run the Dagster UI and its daemon until interrupted.

    The UI has no users of its own: let it listen on other addresses only behind something that does.
    """
    with told():
        home = find_home()
        prepare(home)
        with Store.open(home.store_url) as store:
            store.migrate()
        _open_first(home)
    click.echo(f"Dagster UI: http://{host}:{port}  (home: {home.path})", err=True)
    click.echo(f"For dagster's own commands: export DAGSTER_HOME={home.dagster}", err=True)
    arguments = ["dev", "-m", "gitops_assets.definitions", "--host", host, "--port", str(port)]
    # Dagster imports from the folder it is started in and reads `.env` there; the one that the user happens
    # to stand in may be an audited repository's, with a `resources` or a `dagster.py` of its own.
    os.chdir(home.dagster)
    os.environ[HOME_VARIABLE] = str(home.path)
    os.execv(sys.executable, [sys.executable, *_QUIET, "-m", "dagster", *arguments])  # noqa: S606 - no shell


def _open_first(home: Home) -> None:
    """Make the storage before there are two processes, which would corrupt it, and end what was killed."""
    try:
        with alone(home), open_instance(home) as instance:
            end_killed_runs(instance)
    except HomeBusy:
        if not is_initialised(home):
            raise


# It praises a tool that is not installed here.
_QUIET = ("-W", "ignore:Function `dev_command` is superseded")
