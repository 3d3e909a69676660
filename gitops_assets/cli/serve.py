"""``gitops-assets serve``: the HTTP service alone."""

import socket
from collections.abc import Sequence

import click

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.cli.spelled import Spelled
from gitops_assets.core.inbox.model import Provider
from resources.home import find_home, prepare
from service.keys import SecretsUnusable, demand_some, read_secrets, read_slack
from service.place import listen

PORT = 3001


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the service listens.")
@click.option("--port", default=PORT, show_default=True, help="On which port.")
@click.option(
    "--unsigned",
    multiple=True,
    type=Spelled([each.value for each in Provider]),
    metavar="PROVIDER",
    help="Believe this provider's deliveries without a signature; may be given several times.",
)
@click.option("--no-webhooks", is_flag=True, help="Answer /health and /metrics only; needs no secret.")
@click.option(
    "--rate",
    type=click.FloatRange(min=0),
    metavar="N",
    help="Requests a second that a sender may make in the long run; 200 unless said, 0 for any number.",
)
@click.option("--until-parent-ends", is_flag=True, hidden=True)
def command(
    host: str,
    port: int,
    unsigned: Sequence[str],
    rate: float | None,
    *,
    no_webhooks: bool,
    until_parent_ends: bool,
) -> None:
    """Take webhooks, and answer how everything is, until interrupted.

    The secrets that forges sign with come from GITOPS_WEBHOOK_SECRET_GITHUB, _GITLAB, _GITEA, _BITBUCKET and
    _GENERIC, or with _FILE at the end from a file. Encryption is up to a reverse proxy in front.
    """
    # A web framework takes half a second to load, and only this command needs one.
    from service.running import serve  # noqa: PLC0415 - `--help` needs no server
    from service.settings import Limits, Settings  # noqa: PLC0415 - nor its settings

    believed = frozenset(map(Provider, unsigned))
    try:
        secrets = {} if no_webhooks else read_secrets()
        if not no_webhooks:
            demand_some(secrets, believed)
        slack = read_slack()
    except SecretsUnusable as error:
        raise Stop(Exit.USAGE, str(error)) from None
    limits = Limits() if rate is None else Limits(rate=rate, burst=max(10 * rate, 1))
    with told():
        home = find_home()
        prepare(home)
        settings = Settings(home=home, secrets=secrets, unsigned=believed, slack=slack, limits=limits)
        place = taken(host, port)
        heard = place.getsockname()[1]
        senders = ", ".join(sorted(each.value for each in settings.providers)) or "none"
        click.echo(f"HTTP service: http://{host}:{heard}  (webhooks: {senders}; home: {home.path})", err=True)
        serve(settings, place, until_parent_ends=until_parent_ends)


def taken(host: str, port: int) -> socket.socket:
    """The socket to listen on; ends the command where there is none to be had."""
    try:
        return listen(host, port)
    except OSError as error:
        raise Stop(
            Exit.BROKEN,
            f"nobody can listen on {host} port {port}: {error.strerror}; choose another address or port, or "
            "end what is there.",
        ) from None
