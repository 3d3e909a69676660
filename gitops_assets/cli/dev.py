"""``gitops-assets dev``: Dagster's UI and daemon, and the HTTP service, on the home of the command line."""

import errno
import os
import socket
import subprocess
import sys

import click

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.cli.serve import PORT, taken
from resources.home import HOME_VARIABLE, Home, find_home, prepare
from resources.instance import end_killed_runs, is_initialised, open_instance
from resources.lock import HomeBusy, alone
from resources.store.store import Store
from service.keys import PREFIX, SLACK, SecretsUnusable, read_secrets


@click.command("dev")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the UI listens.")
@click.option(
    "--port", default=3000, show_default=True, type=click.IntRange(1, 65_535), help="On which port."
)
@click.option(
    "--service-port", default=PORT, show_default=True, help="On which port the HTTP service listens."
)
@click.option("--no-service", is_flag=True, help="Leave the HTTP service to others.")
def command(host: str, port: int, service_port: int, *, no_service: bool) -> None:
    """Run the Dagster UI, its daemon and the HTTP service until interrupted.

    The service takes webhooks as soon as a secret is set; `gitops-assets serve --help` names the variables.

    The UI has no users of its own: let it listen on other addresses only behind something that does.
    """
    _refuse_if_taken(host, port)
    with told():
        home = find_home()
        prepare(home)
        with Store.open(home.store_url) as store:
            store.migrate()
        _open_first(home)
    os.environ[HOME_VARIABLE] = str(home.path)
    if not no_service:
        _begin_service(home, host, service_port)
    click.echo(f"Dagster UI: http://{host}:{port}  (home: {home.path})", err=True)
    click.echo(f"For dagster's own commands: export DAGSTER_HOME={home.dagster}", err=True)
    arguments = ["dev", "-m", "gitops_assets.definitions", "--host", host, "--port", str(port)]
    # Dagster imports from the folder it is started in and reads `.env` there; the one that the user happens
    # to stand in may be an audited repository's, with a `resources` or a `dagster.py` of its own.
    os.chdir(home.dagster)
    os.execv(sys.executable, [sys.executable, *_QUIET, "-m", "dagster", *arguments])  # noqa: S606 - no shell


def _refuse_if_taken(host: str, port: int) -> None:
    """Stop where the UI could not listen: dagster would run on without one, and the address be another's."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as asked:
            # As the UI's server does: a connection that was closed a moment ago is in nobody's way.
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            asked.bind(address)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "another program listens there" if taken else str(error.strerror)
        raise Stop(
            Exit.USAGE, f"the UI cannot listen at {host}:{port}: {why}; choose another with --port or --host."
        ) from None


def _begin_service(home: Home, host: str, port: int) -> None:
    """Start it as a process of its own, which ends when this one does, whatever this one has become."""
    taken(host, port).close()
    try:
        believed = read_secrets()
    except SecretsUnusable as error:
        raise Stop(Exit.USAGE, str(error)) from None
    said = [] if believed else ["--no-webhooks"]
    place = ["--host", host, "--port", str(port)]
    subprocess.Popen(
        [sys.executable, "-m", "gitops_assets.cli.main", "serve", *place, *said, "--until-parent-ends"],
        cwd=home.dagster,
    )
    # Runs start programs over foreign files; none of them has any business with what forges sign with.
    for name in [name for name in os.environ if name.startswith((PREFIX, SLACK))]:
        del os.environ[name]


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
