"""The command line's front door: knows every command by name, loads only the one that is called."""

import gc
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from io import TextIOWrapper

import click

from gitops_assets.cli.exits import Exit, Stop

COMMANDS = {
    "status": "What state is every repository in? Instant, no database.",
    "audit": "Full audit: partitions, assets, store, reports, summary, exit code.",
    "check": "The gates of one stage on one repository: before a commit, in CI, by hand.",
    "gates": "Which gates there are, what each asks, and what it would have said in the past.",
    "report": "Render reports again from the store, as of any past audit.",
    "evidence": "One signed archive that proves what an audit found, and whether it is still that.",
    "changes": "What is new, fixed, worse and better between two audits, and why.",
    "import": "Bring an exported report back into the store.",
    "models": "The SQL models behind the reports: run, test, read them, and add your own.",
    "backfill": "What repositories depended on before the first audit, out of git's history.",
    "graph": "What depends on what, as a table, JSON or a picture.",
    "impact": "Who breaks if this changes?",
    "conflicts": "Which versions, ports and policies disagree?",
    "template": "Keep repositories to a standard: preview, apply, undo, see who drifted.",
    "backup": "What applied templates can be undone from: list, verify, restore, prune.",
    "advisories": "Import a snapshot of known vulnerabilities, and say what it knows.",
    "schedule": "What happens at which hour, when next, and one run by hand.",
    "inbox": "What forges sent, what became of it, and what was given up.",
    "tickets": "The tickets that were opened, and what people did with them.",
    "webhook": "Tell others of events by HTTP: add, test, look at the log, send again.",
    "dev": "Dagster UI, daemon and HTTP service on the same home.",
    "serve": "The HTTP service alone: webhooks in, health, metrics.",
    "doctor": "Is everything in place? Each answer with its remedy.",
    "store": "Migrate, back up and restore the store of results.",
    "sample": "Build a small fleet with every state in it, to try things on.",
}

MODULES = {"import": "import_report"}
"""Commands whose name no module can have."""

PATIENCE = (50_000, 50, 100)
"""How much is made before the collector looks for circles (``gc.set_threshold``).

Python's own 700 walks the hundred thousand values of a large audit again and again, a tenth of its time, for
nothing: what an audit holds it needs, and what it drops is mostly no circle. Ten megabytes pay for it.
"""


class LazyGroup(click.Group):
    """Commands live in ``gitops_assets.cli.<name>`` and are imported when they are called.

    ``--help`` takes its lines from :data:`COMMANDS`, so it never pays for Dagster or pandas.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"gitops_assets.cli.{MODULES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)  # noqa: S101 - narrows what import_module gives
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Meet a typing error with the nearest name."""
        near = [] if args[0] in COMMANDS else get_close_matches(args[0], COMMANDS, n=1)
        if near:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

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
    gc.set_threshold(*PATIENCE)
    for stream in (sys.stdout, sys.stderr):
        # Names of files may hold what this terminal, or any, cannot show.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(arguments, prog_name="gitops-assets", standalone_mode=False)
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
    except Exception as error:  # noqa: BLE001 - python's own exit code for it is 1, which means findings
        code = _unexpected(error)
    sys.exit(code if isinstance(code, int) else Exit.FINE)


def _unexpected(error: Exception) -> Exit:
    """A bug of ours or a machine in trouble: everything that helps to tell which, and the code for it."""
    if type(error).__name__ == "Failure" and isinstance(why := getattr(error, "description", None), str):
        # Dagster's word for an end that was foreseen; importing it only to compare would cost seconds.
        click.echo(f"gitops-assets: {why}", err=True)
        return Exit.BROKEN
    import traceback  # noqa: PLC0415 - as above: only a failure pays for it

    traceback.print_exception(error)
    click.echo(
        f"gitops-assets: this should not have happened: {type(error).__name__}: {error}; what was stored "
        "before is kept. Please report it with the lines above.",
        err=True,
    )
    return Exit.BROKEN


if __name__ == "__main__":
    main()
