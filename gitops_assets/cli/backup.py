"""``gitops-assets backup``: what applications of templates can be undone from."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from gitops_assets.cli.columns import aligned
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.template_acting import document, told, who
from gitops_assets.cli.template_context import json_option, many, print_json, reported
from gitops_assets.cli.webhook_opened import opened
from gitops_assets.core.templates.acts import Backup
from gitops_assets.core.text import display
from resources.home import find_home
from resources.store.store import Store
from resources.templates import backups
from resources.templates.batching import ENDED_WELL
from resources.templates.restoring import restored
from resources.templates.settling import recover


@click.group("backup")
def command() -> None:
    """List, verify, restore and prune the backups that applying templates makes."""


@command.command("list")
@json_option
def listed(*, as_json: bool) -> int:
    """List the backups, newest first."""
    with reported(), opened() as store:
        found = store.templates.backups()
    if as_json:
        print_json({"backups": [asdict(each) for each in found]})
        return Exit.FINE
    rows = [
        [each.id, display(each.slug), each.kind, many(each.files, "file"), each.application] for each in found
    ]
    for line in aligned(rows) if rows else ["There are no backups."]:
        click.echo(line)
    return Exit.FINE


@command.command("verify")
@click.argument("names", metavar="[BACKUP]...", nargs=-1)
@json_option
def verify(names: Sequence[str], *, as_json: bool) -> int:
    """Read backups back and compare their checksums. Exit codes: 0 all are sound, 1 one is not."""
    with reported(), opened() as store:
        asked = [_named(store, name) for name in names] or store.templates.backups()
        faults = backups.verify(store, asked)
    if as_json:
        print_json({"verified": len(asked) - len(faults), "faults": dict(faults)})
    else:
        for why in faults.values():
            click.echo(display(why))
        click.echo(f"{len(asked) - len(faults):,} of {many(len(asked), 'backup')} can be restored from.")
    return Exit.FINDINGS if faults else Exit.FINE


@command.command("restore")
@click.argument("name", metavar="BACKUP")
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR", help="A new folder, instead.")
@json_option
def restore(name: str, into: Path | None, *, as_json: bool) -> int:
    """Write the files of BACKUP back into their repository, or --into a folder.

    What lies in the repository now is backed up first, and `template rollback` undoes it. Exit codes: 0 they
    are there, 2 no such backup or it is broken, 3 they could not be written.
    """
    home = find_home()
    with reported(), opened() as store:
        backup = _named(store, name)
        if into is not None:
            return _into(backup, into, as_json=as_json)
        recover(store, home)
        done = restored(store, home, backup, who=who())
    if as_json:
        print_json({"backup": name, "folder": backup.location} | document(done))
    else:
        for line in told([done]):
            click.echo(line)
    return Exit.FINE if done.outcome in ENDED_WELL else Exit.BROKEN


def _into(backup: Backup, folder: Path, *, as_json: bool) -> int:
    count = backups.restore(backup, folder)
    if as_json:
        print_json({"backup": backup.id, "folder": str(folder), "files": count})
    else:
        click.echo(f"Wrote {many(count, 'file')} to {display(str(folder))}.")
    return Exit.FINE


@command.command("prune")
@click.option("--days", type=click.IntRange(0), default=90, help="Keep those that are younger.")
@click.option("--keep", type=click.IntRange(0), default=3, help="Keep as many of each repository.")
@click.option("--dry-run", is_flag=True, help="Only say which.")
@json_option
def prune(days: int, keep: int, *, dry_run: bool, as_json: bool) -> int:
    """Give up old backups; what they belong to cannot be rolled back any more."""
    with reported(), opened() as store:
        gone = backups.prune(store, days=days, keep=keep, dry_run=dry_run)
    if as_json:
        print_json({"pruned": [each.id for each in gone], "dry_run": dry_run})
    else:
        click.echo(f"{'Would prune' if dry_run else 'Pruned'} {many(len(gone), 'backup')}.")
    return Exit.FINE


def _named(store: Store, name: str) -> Backup:
    found = store.templates.backup(name)
    if found is None:
        raise Stop(Exit.USAGE, f"there is no backup {display(name)!r}; see gitops-assets backup list.")
    return found
