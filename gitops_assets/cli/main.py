"""The command line's front door: knows every command by name, loads only the one that is called."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from gitops_assets.cli.exits import Exit, Stop

COMMANDS = {
    "status": "What state is every repository in? Instant, no database.",
    "audit": "Full audit: partitions, assets, store, reports, summary, exit code.",
    "report": "Render reports again from the store, as of any past audit.",
    "dev": "Dagster UI and daemon on the same home.",
    "doctor": "Is everything in place? Each answer with its remedy.",
    "store": "Migrate, back up and restore the store of results.",
    "sample": "Build a small fleet with every state in it, to try things on.",
}


class LazyGroup(click.Group):
    """Commands live in ``gitops_assets.cli.<name>`` and are imported when they are called.

    ``--help`` takes its lines from :data:`COMMANDS`, so it never pays for Dagster or pandas.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command; None lets click suggest the nearest name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"gitops_assets.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - narrows what import_module gives
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gitops-assets", message="gitops-assets %(version)s")
def cli() -> None:
    """Audit a fleet of git repositories: what state everything is in, and what changed and why.

    Start with `gitops-assets status ~/src`, then `gitops-assets audit ~/src`.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with one of :class:`Exit`'s codes."""
    try:
        code = cli.main(arguments, standalone_mode=False)
    except Stop as stop:
        click.echo(f"gitops-assets: {stop}", err=True)
        code = stop.code
    except click.exceptions.Abort:
        click.echo("gitops-assets: interrupted.", err=True)
        code = Exit.INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = Exit.USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.FINE
    sys.exit(code if isinstance(code, int) else Exit.FINE)


if __name__ == "__main__":
    main()
