"""``gitops-assets dev``: Dagster's UI and daemon, and the HTTP service, on the home of the command line."""

import errno
import os
import socket
from contextlib import suppress
from datetime import datetime

import click

from gitops_assets.cli.dev_programs import dagster_programs, service_program
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.cli.serve import PORT, taken
from resources.home import HOME_VARIABLE, Home, find_home, prepare
from resources.instance import end_killed_runs, is_initialised, open_instance
from resources.keeping.held import held
from resources.keeping.keeper import GaveUp, Keeper, Program
from resources.lock import HomeBusy, alone
from resources.store.store import Store
from service.keys import SecretsUnusable, read_secrets


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
    with told():
        home = find_home()
        prepare(home)
        os.environ[HOME_VARIABLE] = str(home.path)
        places = {"UI": f"http://{host}:{port}"}
        if not no_service:
            places["service"] = f"http://{host}:{service_port}"
        with held(home, places) as lock:
            _refuse_if_taken(host, port)
            services = () if no_service else (_service(host, service_port),)
            with Store.open(home.store_url) as store:
                store.migrate()
            _open_first(home)
            click.echo(f"Dagster UI: {places['UI']}  (home: {home.path})", err=True)
            click.echo(f"For dagster's own commands: export DAGSTER_HOME={home.dagster}", err=True)
            # Dagster imports from the folder it is started in and reads `.env` there; the one that the user
            # happens to stand in may be an audited repository's, with a `resources` or a `dagster.py`.
            _keep(Keeper((*dagster_programs(home, host, port), *services), home.dagster, lock, _say))


def _keep(keeper: Keeper) -> None:
    try:
        keeper.run()
    except GaveUp as error:
        raise Stop(
            Exit.BROKEN,
            f"{error}; everything else was ended, too. Its own lines above say why: mend that, and run `dev` "
            "again.",
        ) from None


def _say(text: str) -> None:
    """Tell it, unless nobody is there any more to be told: the terminal may be what went first."""
    with suppress(OSError):
        click.echo(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z} gitops-assets dev: {text}", err=True)


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


def _service(host: str, port: int) -> Program:
    taken(host, port).close()
    try:
        believed = read_secrets()
    except SecretsUnusable as error:
        raise Stop(Exit.USAGE, str(error)) from None
    return service_program(host, port, dict(os.environ), webhooks=bool(believed))


def _open_first(home: Home) -> None:
    """Make the storage before there are two processes, which would corrupt it, and end what was killed."""
    try:
        with alone(home), open_instance(home) as instance:
            end_killed_runs(instance)
    except HomeBusy:
        if not is_initialised(home):
            raise
