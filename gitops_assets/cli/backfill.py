"""``gitops-assets backfill``: what was true before the first audit, read out of git's history."""

import time

import click

from gitops_assets.cli.dependency_options import many, repositories
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.cli.moments import moment_of
from gitops_assets.cli.progress import listener
from gitops_assets.core.dependencies.past import Every, moments
from gitops_assets.core.text import display
from resources.dependencies.past import Backfilled, backfill
from resources.fleet_file import load_fleet
from resources.home import find_home
from resources.lock import alone
from resources.store.store import Store


@click.group("backfill")
def command() -> None:
    """Fill the store with what was true before the first audit."""


@command.command("dependencies")
@click.option("--since", required=True, metavar="DATE", help="The first day to look at, as 2026-01-31.")
@click.option(
    "--every",
    default=str(Every.WEEK),
    show_default=True,
    type=click.Choice([str(each) for each in Every]),
    help="How far apart the looks are.",
)
def dependencies(since: str, every: str) -> int:
    """Read what the repositories of the last audit depended on, at past commits of the branch they stand on.

    Nothing is checked out and no work tree is touched. Then `graph --as-of DATE` answers for any day since.
    """
    with told():
        home = find_home()
        begun, now = moment_of(since, end_of_day=False), int(time.time())
        wanted = _moments(begun, now, Every(every))
        if not wanted:
            raise Stop(Exit.USAGE, f"--since {since} is not in the past; name an earlier day.")
        with alone(home), Store.open(home.store_url) as store:
            store.check()
            audit = store.latest_audit()
            if audit is None:
                raise Stop(Exit.NOTHING, "no audit was completed yet; run `gitops-assets audit ROOT` first.")
            fleet = load_fleet(audit.fleet_file)
            progress = listener("", log="text", quiet=False)
            with progress.phase("Reading history", 1) as seen:
                done = backfill(store, audit.id, fleet, wanted, seen)
    _tell(done, len(wanted))
    return Exit.FINE


def _moments(begun: int, now: int, every: Every) -> list[int]:
    try:
        return moments(begun, now, every)
    except ValueError as error:
        raise Stop(Exit.USAGE, f"{error}; name a later --since, or look less often with --every.") from None


def _tell(done: Backfilled, looks: int) -> None:
    click.echo(
        f"Read {many(done.commits, 'commit')} of {repositories(done.repositories)}, as they stood at "
        f"{many(looks, 'moment')}. `gitops-assets graph --as-of DATE` answers for them."
    )
    for slug, why in sorted(done.refused.items()):
        click.echo(f"not read: {display(slug)}: {display(why)}", err=True)
