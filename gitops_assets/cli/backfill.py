"""``gitops-assets backfill``: what was true before the first audit, read out of git's history."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import click

from gitops_assets.cli.dependency_options import many, repositories
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.cli.moments import moment_of
from gitops_assets.cli.progress import listener
from gitops_assets.core.dependencies.past import Every, moments
from gitops_assets.core.text import display
from resources.backfill import backfill
from resources.dependencies import past
from resources.fleet_file import load_fleet
from resources.home import Home, find_home
from resources.lock import alone
from resources.store.model import AuditRow
from resources.store.store import Store

F = TypeVar("F", bound=Callable[..., object])


@click.group("backfill")
def command() -> None:
    """Fill the store with what was true before the first audit."""


def how_often(command: F) -> F:
    """--since and --every."""
    every = click.option(
        "--every",
        default=str(Every.WEEK),
        show_default=True,
        type=click.Choice([str(each) for each in Every]),
        help="How far apart the looks are.",
    )
    since = click.option(
        "--since", required=True, metavar="DATE", help="The first day to look at, as 2026-01-31."
    )
    return since(every(command))


@command.command("dependencies")
@how_often
def dependencies(since: str, every: str) -> int:
    """Read what the repositories of the last audit depended on, at past commits of the branch they stand on.

    Nothing is checked out and no work tree is touched. Then `graph --as-of DATE` answers for any day since.
    """
    with told():
        wanted = _wanted(since, every)
        with _last_audit() as (_, store, audit):
            progress = listener("", log="text", quiet=False)
            with progress.phase("Reading history", 1) as seen:
                done = past.backfill(store, audit.id, load_fleet(audit.fleet_file), wanted, seen)
    _tell(done, len(wanted))
    return Exit.FINE


@command.command("gates")
@how_often
def gates(since: str, every: str) -> int:
    """Judge the repositories of the last audit at past commits, as audits of those days would have.

    Gates over files and history, dependencies and scores; what only a work tree or a remote tells is not
    known of the past. Rules, policy and advisories are those of now. The audits have negative numbers; then
    reports show trends, and `report --as-of DATE` answers for any day since.
    """
    with told():
        wanted = _wanted(since, every)
        with _last_audit() as (home, store, audit):
            first = store.first_audit(audit.roots) or audit.started
            before = [moment for moment in wanted if moment < first]
            if not before:
                raise Stop(
                    Exit.USAGE,
                    f"--since {since} is not before the first audit, and what came after it audits tell; "
                    "name an earlier day.",
                )
            progress = listener("", log="text", quiet=False)
            with progress.phase("Judging the past", len(before)) as seen:
                made = backfill(store, home, audit, before, seen)
    click.echo(
        f"Made {many(made.audits, 'audit')} of the past, of {repositories(made.repositories)}. "
        "`gitops-assets report --as-of DATE` answers for them, and trends begin with them."
    )
    _tell_refused(made.refused)
    return Exit.FINE


@contextmanager
def _last_audit() -> Iterator[tuple[Home, Store, AuditRow]]:
    """The home, for this command alone, its store, and the audit whose repositories are looked at."""
    home = find_home()
    with alone(home), Store.open(home.store_url) as store:
        store.check()
        audit = store.latest_audit()
        if audit is None:
            raise Stop(Exit.NOTHING, "no audit was completed yet; run `gitops-assets audit ROOT` first.")
        yield home, store, audit


def _wanted(since: str, every: str) -> list[int]:
    wanted = _moments(moment_of(since, end_of_day=False), int(time.time()), Every(every))
    if not wanted:
        raise Stop(Exit.USAGE, f"--since {since} is not in the past; name an earlier day.")
    return wanted


def _moments(begun: int, now: int, every: Every) -> list[int]:
    try:
        return moments(begun, now, every)
    except ValueError as error:
        raise Stop(Exit.USAGE, f"{error}; name a later --since, or look less often with --every.") from None


def _tell(done: past.Backfilled, looks: int) -> None:
    click.echo(
        f"Read {many(done.commits, 'commit')} of {repositories(done.repositories)}, as they stood at "
        f"{many(looks, 'moment')}. `gitops-assets graph --as-of DATE` answers for them."
    )
    _tell_refused(done.refused)


def _tell_refused(refused: Mapping[str, str]) -> None:
    for slug, why in sorted(refused.items()):
        click.echo(f"not read: {display(slug)}: {display(why)}", err=True)
