"""``gitops-assets schedule``: which schedules there are, when they strike next, and one run by hand."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from gitops_assets.cli.columns import age, aligned
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.core.fleet.faults import did_you_mean
from gitops_assets.core.text import display
from gitops_assets.core.times import iso
from gitops_assets.core.waking.cadence import quarantined
from gitops_assets.core.waking.schedules import Schedule, by_hand
from resources.fleet_file import load_fleet
from resources.home import find_home
from resources.store.store import Store

_FLEET = click.option(
    "--fleet",
    "fleet_file",
    type=click.Path(),
    envvar="GITOPS_FLEET",
    metavar="FILE",
    help="The fleet's configuration; without one, that of the fleet audited last. Also GITOPS_FLEET.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")


@dataclass(frozen=True, slots=True)
class Timetable:
    """The schedules of one fleet file, and the moment at which somebody asks."""

    file: str
    schedules: tuple[Schedule, ...]
    now: int


@click.group("schedule")
def command() -> None:
    """Tell what fleet.yaml says should happen at which hour. `gitops-assets dev` keeps the hours."""


@command.command("list")
@_FLEET
@_JSON
def listing(fleet_file: str | None, *, as_json: bool) -> int:
    """List the schedules, when each strikes next, and the repositories that are left alone for now."""
    with told(), Store.open(find_home().store_url) as store:
        timetable = _timetable(store, fleet_file)
        standings = store.waking.standings(timetable.file)
        alone = quarantined(store.waking.watches().values(), timetable.now)
    rows = [
        {
            "name": each.name,
            "cron": each.timing.cron,
            "timezone": each.timing.zone,
            "next": each.timing.first(timetable.now),
            "answered": standings[each.name].answered if each.name in standings else None,
            "waits_since": standings[each.name].asked if each.name in standings else None,
        }
        for each in timetable.schedules
    ]
    held = [
        {"repository": watch.slug, "until": watch.quarantined, "failed": watch.crashed, "why": watch.why}
        for watch in alone
    ]
    if as_json:
        click.echo(json.dumps({"schedules": rows, "quarantine": held}, indent=2, ensure_ascii=False))
        return Exit.FINE
    for line in _lines(timetable):
        click.echo(line)
    for watch in alone:
        why = f": {display(watch.why)}" if watch.why else ""
        until = iso(watch.quarantined)
        click.echo(f"{watch.slug} is left alone until {until}: {watch.crashed} runs failed in a row{why}")
    return Exit.FINE


def _lines(timetable: Timetable) -> Iterator[str]:
    if not timetable.schedules:
        yield f"{timetable.file} has no schedules; write some below 'schedules:'."
        return
    yield from aligned([_cells(each, timetable.now) for each in timetable.schedules])


def _cells(schedule: Schedule, now: int) -> list[str]:
    stroke = schedule.timing.first(now)
    chosen = schedule.selection
    about = [
        *chosen.repositories,
        *(f"tag {tag}" for tag in chosen.tags),
        *(f"of {who}" for who in chosen.owners),
    ]
    return [
        click.style(schedule.name, bold=True),
        schedule.timing.cron,
        schedule.timing.zone,
        "never" if stroke is None else f"{_local(stroke, schedule)} (in {age(stroke - now)})",
        ", ".join(about) or "every repository",
    ]


@command.command("next")
@click.argument("name", required=False)
@click.option("--count", "-n", default=5, show_default=True, type=click.IntRange(1, 1000), help="How many.")
@_FLEET
@_JSON
def upcoming(name: str | None, count: int, fleet_file: str | None, *, as_json: bool) -> int:
    """Print the next hours, of all schedules or of the one called NAME, on the clocks of their zone."""
    with told(), Store.open(find_home().store_url) as store:
        timetable = _timetable(store, fleet_file)
    chosen = timetable.schedules if name is None else [_named(timetable, name)]
    strokes = sorted(
        (stroke, each.name, _local(stroke, each))
        for each in chosen
        for stroke in each.timing.upcoming(timetable.now, count)
    )[:count]
    if as_json:
        found = [{"at": stroke, "local": local, "schedule": called} for stroke, called, local in strokes]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return Exit.FINE
    for line in aligned([[local, called] for _, called, local in strokes]) if strokes else ():
        click.echo(line)
    return Exit.FINE


@command.command("trigger")
@click.argument("name")
@_FLEET
def trigger(name: str, fleet_file: str | None) -> int:
    """Ask for a run of the schedule called NAME now; its hours stay as they are.

    The daemon of `gitops-assets dev` launches it within seconds, or when it runs again.
    """
    with told(), Store.open(find_home().store_url) as store:
        store.check()
        timetable = _timetable(store, fleet_file)
        schedule = _named(timetable, name)
        _demand_audited(store, timetable)
        standing = store.waking.standings(timetable.file).get(schedule.name)
        asked = by_hand(timetable.file, schedule.name, standing, timetable.now)
        store.waking.remember_standings(timetable.file, {schedule.name: asked})
    click.echo(f"Asked for a run of {schedule.name}; the daemon of `gitops-assets dev` launches it.")
    return Exit.FINE


def _timetable(store: Store, fleet_file: str | None) -> Timetable:
    """The schedules of the named file, or of the fleet that was audited last."""
    store.check()
    file = (
        os.path.abspath(fleet_file) if fleet_file else next((row.fleet_file for row in store.fleets()), None)
    )
    if file is None:
        raise Stop(
            Exit.USAGE,
            "no fleet file is known; name one with --fleet, and audit with it once: the daemon keeps the "
            "hours of fleets that were audited.",
        )
    return Timetable(file, load_fleet(file).timetable, int(time.time()))


def _demand_audited(store: Store, timetable: Timetable) -> None:
    if timetable.file not in {row.fleet_file for row in store.fleets()}:
        raise Stop(
            Exit.USAGE,
            f"no audit was completed with {timetable.file}, so nobody knows which folders it is about; run "
            f"`gitops-assets audit --fleet {timetable.file}` once.",
        )


def _named(timetable: Timetable, name: str) -> Schedule:
    found = next((each for each in timetable.schedules if each.name == name), None)
    if found is None:
        known = sorted(each.name for each in timetable.schedules)
        hint = did_you_mean(name, known) if known else "it has none"
        raise Stop(Exit.USAGE, f"{timetable.file} has no schedule called {display(name)!r}; {hint}.")
    return found


def _local(stroke: int, schedule: Schedule) -> str:
    moment = datetime.fromtimestamp(stroke, UTC).astimezone(ZoneInfo(schedule.timing.zone))
    return moment.strftime("%Y-%m-%d %H:%M %z")
