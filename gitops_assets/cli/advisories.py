"""``gitops-assets advisories``: the snapshot of known vulnerabilities that audits ask."""

import json
import time
from dataclasses import asdict
from pathlib import Path

import click

from gitops_assets.cli.columns import aligned
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.core.advisories.ecosystems import BY_ID
from resources.advisories.building import Imported, build
from resources.advisories.snapshot import Snapshot, Status, snapshot_path
from resources.home import Home, find_home, prepare


@click.group("advisories")
def command() -> None:
    """Import a snapshot of known vulnerabilities, and say what it knows.

    Nothing is fetched: get the all.zip of each ecosystem when you like, where https://google.github.io/osv.dev/data
    says. Without a snapshot no repository counts as clean.
    """


@command.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--add", is_flag=True, help="Keep what the snapshot has of other records; newer ones win.")
def load(paths: tuple[Path, ...], *, add: bool) -> int:
    """Make a snapshot of the records in OSV files.

    A FILE is a zip (an all.zip), a JSON record, or a folder with any of both.

    It takes the place of the one before, as a whole and only when it is complete.
    """
    with told():
        home = find_home()
        prepare(home)
        target = snapshot_path(home)
        imported = build([path.absolute() for path in paths], target, now=int(time.time()), add=add)
        status = _status(home)
    for line in _told(imported):
        click.echo(line, err=True)
    click.echo(f"Imported {imported.taken:,} records ({imported.same:,} were there already).")
    _show(status)
    return Exit.FINE


@command.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
def status(*, as_json: bool) -> int:
    """Say up to which day the snapshot knows, and how many records it has for each ecosystem."""
    with told():
        found = _status(find_home())
    if as_json:
        click.echo(json.dumps({"schema": "gitops-assets/advisories/1", **asdict(found)}, indent=1))
    else:
        _show(found)
    return Exit.FINE


def _status(home: Home) -> Status:
    path = snapshot_path(home)
    snapshot = Snapshot.open(path)
    if snapshot is None:
        raise Stop(
            Exit.NOTHING,
            f"there is no snapshot of advisories: {path}: nothing was imported yet; get all.zip of an "
            "ecosystem from OSV and run: gitops-assets advisories import FILE",
        )
    with snapshot:
        return snapshot.status


def _show(found: Status) -> None:
    click.echo(f"Snapshot of {found.date}, digest {found.digest}, imported {found.imported}.")
    counts = [[BY_ID[name].osv, f"{count:,}"] for name, count in found.ecosystems.items()]
    for line in aligned(counts):
        click.echo(f"  {line}")


def _told(imported: Imported) -> list[str]:
    lines = [f"not read: {each.where}: it {each.why}" for each in imported.refused]
    more = imported.failed - len(lines)
    if more:
        lines.append(f"not read: {more:,} more")
    if imported.other:
        lines.append(f"left out: {imported.other:,} records about ecosystems that are not read here")
    return lines
