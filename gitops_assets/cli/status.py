"""``gitops-assets status``: one line a repository, worst first, instantly."""

import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

import click

from gitops_assets.cli.columns import age, aligned
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.spelled import Spelled
from gitops_assets.core.model import Inventory, RepositoryState, State
from gitops_assets.core.state.derive import Ages
from gitops_assets.core.state.document import state_document
from gitops_assets.core.text import display
from gitops_assets.core.times import iso
from gitops_assets.core.urgency import most_urgent
from resources.git.command import GitUnusable
from resources.git.discovery import BadRoot, Skipped, discover
from resources.git.fetch import fetch_all
from resources.git.state import Reading
from resources.git.survey import Look, look, unseen

SCHEMA = "gitops-assets/status/1"

_RED = frozenset(list(State)[: list(State).index(State.MERGING)])
_QUIET = frozenset({State.SHALLOW, State.PARTIAL, State.SPARSE, State.BARE})
_DETAIL = frozenset({State.STAGED, State.UNSTAGED, State.UNTRACKED})


@click.command("status")
@click.argument("roots", nargs=-1, type=click.Path(path_type=bytes))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
@click.option(
    "--state",
    "wanted",
    multiple=True,
    type=Spelled([str(s) for s in State]),
    metavar="STATE",
    help="Show only repositories in this state; may be given several times.",
)
@click.option("--fleet", "file", type=click.Path(), metavar="FILE", help="The fleet's configuration.")
@click.option("--ignore", multiple=True, metavar="GLOB", help="Do not look into folders that match.")
@click.option("--fetch", is_flag=True, help="Ask every remote first; without it nothing leaves this machine.")
@click.option("--timeout", type=float, metavar="SECONDS", help="For each repository; 60 unless said.")
def command(
    roots: Sequence[bytes],
    wanted: Sequence[str],
    file: str | None,
    ignore: Sequence[str],
    timeout: float | None,
    *,
    as_json: bool,
    fetch: bool,
) -> int:
    """Show the state of every repository below ROOTS (default: this folder), worst first.

    Nothing is written: `behind` is as of the last fetch, whose age is shown. A fleet file adds what should be
    here and is not; forges are asked by an audit only.
    """
    now = int(time.time())
    # The configuration's models take as long to load as all the rest; without a file nobody needs them.
    fleet = import_module("gitops_assets.cli.status_fleet").read(file) if file else None
    plan = _plan(roots, ignore, timeout, now) if fleet is None else fleet.plan(roots, ignore, timeout, now)
    found = _look(plan, fetch=fetch)
    inventory = Inventory() if fleet is None else fleet.inventory()
    states = found.states if fleet is None else fleet.placed(found.states, inventory)
    if not states:
        raise Stop(Exit.NOTHING, _NOTHING.format(", ".join(map(os.fsdecode, plan.roots))))
    shown = sorted((s for s in states if not wanted or s.has(*map(State, wanted))), key=most_urgent)
    if as_json:
        told: Iterable[str] = document_lines(shown, now, inventory, Seen(len(states), found.skipped))
    else:
        told = [*lines(shown, now), *_notes(shown, inventory, Seen(len(states), found.skipped))]
    for line in told:
        click.echo(line)
    return Exit.FINE


_NOTHING = "no git repository was found below {}; name the folder that holds your clones."


@dataclass(frozen=True, slots=True)
class Seen:
    """How many repositories there are, whichever are shown, and which folders nobody could look into."""

    repositories: int
    skipped: Sequence[Skipped]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to look and how."""

    roots: tuple[bytes, ...]
    ignore: tuple[str, ...]
    reading: Reading
    ages: Ages


def _plan(roots: Sequence[bytes], ignore: Sequence[str], timeout: float | None, now: int) -> Plan:
    folders = tuple(os.path.abspath(root) for root in roots or (b".",))
    return Plan(folders, tuple(ignore), Reading(timeout=timeout or 60.0), Ages(now=now))


def _look(plan: Plan, *, fetch: bool) -> Look:
    try:
        if fetch:
            paths = [found.path for found in discover(plan.roots, ignore=plan.ignore).found]
            for path, why in sorted(fetch_all(paths, plan.reading.timeout).items()):
                click.echo(f"not fetched: {display(os.fsdecode(path))}: {display(why)}", err=True)
        return look(plan.roots, plan.reading, plan.ages, ignore=plan.ignore)
    except BadRoot as error:
        raise Stop(Exit.USAGE, str(error)) from None
    except GitUnusable as error:
        raise Stop(Exit.BROKEN, str(error)) from None


def document_lines(
    states: Sequence[RepositoryState], now: int, inventory: Inventory, seen: Seen
) -> Iterator[str]:
    """The document of ``--json``, a repository a line: quick to write, and to read with line tools."""
    asked = {"configured": inventory.configured, "unknown": inventory.unknown}
    head = {
        "schema": SCHEMA,
        "generated": iso(now),
        "inventory": asked,
        "not_looked_into": [{"path": each.path, "why": each.why} for each in unseen(seen.skipped)],
        "summary": _summary(states) | {"found": seen.repositories},
    }
    yield f'{json.dumps(head)[:-1]}, "repositories": ['
    last = len(states) - 1
    for place, state in enumerate(states):
        yield json.dumps(state_document(state), ensure_ascii=False) + ("" if place == last else ",")
    yield "]}"


def _summary(states: Sequence[RepositoryState]) -> dict[str, object]:
    counts = Counter(each for state in states for each in state.states)
    return {
        "repositories": len(states),
        "states": {str(each): counts[each] for each in State if counts[each]},
    }


def lines(states: Sequence[RepositoryState], now: int) -> list[str]:
    """One aligned line a repository."""
    return aligned([_cells(state, now) for state in states]) if states else []


def _cells(state: RepositoryState, now: int) -> list[str]:
    return [
        _marks(state),
        click.style(state.slug, bold=True),
        state.branch or (state.head or "")[:9],
        _distance(state, now),
        _counts(state),
        age(now - state.committed) if state.committed is not None else "",
        click.style(state.why or "", dim=True),
    ]


def _marks(state: RepositoryState) -> str:
    words = [_coloured(each) for each in state.states if each not in _DETAIL]
    return " ".join(words)


def _coloured(state: State) -> str:
    if state in _RED:
        return click.style(state, fg="red")
    if state is State.CLEAN:
        return click.style(state, fg="green")
    return click.style(state, dim=True) if state in _QUIET else click.style(state, fg="yellow")


def _distance(state: RepositoryState, now: int) -> str:
    if state.ahead is None or state.behind is None:
        return ""
    known = f"{age(now - state.fetched)} ago" if state.fetched is not None else "never fetched"
    known = known.replace("now ago", "now")
    return f"↑{state.ahead} ↓{state.behind} " + click.style(f"as of {known}", dim=True)


def _counts(state: RepositoryState) -> str:
    counts = (
        ("+", state.staged), ("~", state.unstaged), ("?", state.untracked),
        ("!", state.conflicted), ("$", state.stashes),
    )  # fmt: skip
    return " ".join(f"{mark}{count}" for mark, count in counts if count)


def _notes(states: Sequence[RepositoryState], inventory: Inventory, seen: Seen) -> list[str]:
    counts = Counter(each for state in states for each in state.states)
    telling = [f"{counts[each]} {each}" for each in State if counts[each] and each not in _DETAIL | _QUIET]
    total = f"{seen.repositories} {'repository' if seen.repositories == 1 else 'repositories'}"
    shown = total if len(states) == seen.repositories else f"{len(states)} of {total}"
    summary = f"{shown}: {', '.join(telling) or 'none in that state'}."
    skipped = [f"Not looked into: {each.path} ({each.why})" for each in unseen(seen.skipped)]
    blind = [f"What should exist is unknown: {display(inventory.unknown)}"] if inventory.unknown else []
    return ["", *skipped, *blind, click.style(summary, bold=True), _LEGEND]


_LEGEND = click.style(
    "↑ ahead  ↓ behind  + staged  ~ changed  ? untracked  ! conflicted  $ stashes; then last commit",
    dim=True,
)
