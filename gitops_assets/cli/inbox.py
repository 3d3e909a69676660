"""``gitops-assets inbox``: what forges sent, what became of it, and what was given up."""

import json
import sys
import time
from collections.abc import Sequence

import click

from gitops_assets.cli.columns import age, aligned
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.spelled import Spelled
from gitops_assets.cli.webhook_opened import opened
from gitops_assets.core.gates.words import counted
from gitops_assets.core.inbox.model import InboxState, Kept
from gitops_assets.core.text import display
from gitops_assets.core.times import iso
from resources.store.store import Store

_SCHEMA = "gitops-assets/inbox/1"
_COLOURS = {InboxState.DONE: "green", InboxState.WAITING: "yellow", InboxState.DEAD: "red"}
_ALL = 1_000_000

_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")


@click.group("inbox")
def command() -> None:
    """Deliveries of forges: waiting, done, ignored, or dead, which is given up after several attempts."""


@command.command("list")
@click.option(
    "--state", type=Spelled([*map(str, InboxState)]), metavar="STATE", help="Only these, such as dead."
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), metavar="N")
@_json
def listed(state: str | None, limit: int, *, as_json: bool) -> int:
    """List the last deliveries, newest first, and how many wait and were given up."""
    with opened() as store:
        found = store.inbox.listed(InboxState(state) if state else None, limit)
        depth = store.inbox.depth()
    if as_json:
        queue = {"waiting": depth.waiting, "oldest": iso(depth.oldest_at), "dead": depth.dead}
        deliveries = [_document(each) for each in found]
        click.echo(json.dumps({"schema": _SCHEMA, "queue": queue, "deliveries": deliveries}, indent=2))
        return Exit.FINE
    now = int(time.time())
    for line in aligned([_cells(each, now) for each in found]) if found else []:
        click.echo(line)
    click.echo(f"{depth.waiting:,} waiting, {depth.dead:,} given up.")
    return Exit.FINE


@command.command("show")
@click.argument("number", type=int)
@click.option("--body", is_flag=True, help="Print what was sent, byte by byte, and nothing else.")
def show(number: int, *, body: bool) -> int:
    """Show one delivery by its number."""
    with opened() as store:
        found = _known(store, number)
    if not body:
        document = {**_document(found), "headers": dict(found.received.headers)}
        click.echo(json.dumps(document, indent=2))
        return Exit.FINE
    if not found.received.body:
        raise Stop(Exit.NOTHING, f"the body of delivery {number} was dropped a week after it was acted on.")
    sys.stdout.buffer.write(found.received.body)
    return Exit.FINE


@command.command("retry")
@click.argument("numbers", nargs=-1, type=int)
@click.option("--dead", "everything", is_flag=True, help="Everything that was given up.")
def retry(numbers: Sequence[int], *, everything: bool) -> int:
    """Let deliveries that were given up wait once more, as if they had just come."""
    with opened() as store:
        count = store.inbox.revive(_chosen(store, numbers, everything=everything), int(time.time()))
    click.echo(f"{counted(count, 'delivery')} will be acted on again.")
    return Exit.FINE


@command.command("drop")
@click.argument("numbers", nargs=-1, type=int)
@click.option("--dead", "everything", is_flag=True, help="Everything that was given up.")
@click.option("--reason", required=True, help="Why nothing has to be done about them; it is kept.")
def drop(numbers: Sequence[int], reason: str, *, everything: bool) -> int:
    """Ignore deliveries that were given up. They stay known, so that none is taken twice."""
    with opened() as store:
        chosen = _chosen(store, numbers, everything=everything)
        now = int(time.time())
        store.inbox.settle(chosen, InboxState.IGNORED, f"dropped by hand: {reason}", None, now)
    click.echo(f"{counted(len(chosen), 'delivery')} dropped.")
    return Exit.FINE


def _chosen(store: Store, numbers: Sequence[int], *, everything: bool) -> list[int]:
    """The numbers of deliveries that were given up; every one that is named must be."""
    if everything == bool(numbers):
        raise Stop(Exit.USAGE, "name deliveries by their numbers, or --dead for all; see: inbox list.")
    if everything:
        return [each.received.id for each in store.inbox.listed(InboxState.DEAD, _ALL)]
    for number in numbers:
        if (found := _known(store, number)).state is not InboxState.DEAD:
            raise Stop(Exit.USAGE, f"delivery {number} was not given up: it is {found.state}.")
    return list(numbers)


def _known(store: Store, number: int) -> Kept:
    found = store.inbox.find(number)
    if found is None:
        raise Stop(Exit.USAGE, f"there is no delivery {number}; `gitops-assets inbox list` lists them.")
    return found


def _cells(kept: Kept, now: int) -> list[str]:
    sent = kept.received
    return [
        str(sent.id),
        age(now - sent.received),
        sent.provider,
        display(sent.event),
        click.style(kept.state, fg=_COLOURS.get(kept.state)),
        counted(sent.attempts, "failed attempt") if sent.attempts else "",
        display(kept.why or kept.run_key or ""),
    ]


def _document(kept: Kept) -> dict[str, object]:
    sent = kept.received
    return {
        "number": sent.id,
        "provider": sent.provider,
        "delivery": sent.delivery,
        "event": sent.event,
        "received": iso(sent.received),
        "state": kept.state,
        "attempts": sent.attempts,
        "why": kept.why,
        "run_key": kept.run_key,
        "settled": iso(kept.settled),
    }
