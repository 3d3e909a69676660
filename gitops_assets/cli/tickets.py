"""``gitops-assets tickets``: the tickets that were opened, how they stand, and what people did with them."""

import json
import time

import click

from gitops_assets.cli.columns import aligned
from gitops_assets.cli.exits import Exit
from gitops_assets.cli.webhook_opened import opened
from gitops_assets.core.gates.words import counted
from gitops_assets.core.text import display
from resources.notifiers.fleets import FleetNotifications
from resources.notifiers.following import TicketState, follow_once, kept, tickets_of

_SCHEMA = "gitops-assets/tickets/1"
_COLOURS = {TicketState.OPEN: "yellow", TicketState.MENDED: "green", TicketState.TAKEN_UP: "cyan"}


@click.group("tickets")
def command() -> None:
    """One ticket for each cause, in GitHub, GitLab, Jira or Linear, by fleet.yaml's notifications."""


@command.command("list")
@click.option("--ask", is_flag=True, help="Ask the services first; a running one does so by itself.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
def listed(*, ask: bool, as_json: bool) -> int:
    """List every ticket: open, mended (we closed it), or taken-up (people closed it before)."""
    with opened() as store:
        notifications = FleetNotifications(store)
        notifications.refresh()
        channels = tickets_of(notifications.channels)
        taken = follow_once(store, channels, int(time.time())) if ask else 0
        found = list(kept(store, channels))
    if as_json:
        rows = [
            {
                "channel": each.channel,
                "topic": each.topic,
                "reference": each.reference,
                "state": each.state,
            }
            for each in found
        ]
        click.echo(json.dumps({"schema": _SCHEMA, "tickets": rows}, indent=2))
        return Exit.FINE
    cells = [
        [
            display(each.channel),
            click.style(each.state, fg=_COLOURS.get(each.state)),
            display(each.reference),
            display(each.topic),
        ]
        for each in found
    ]
    for line in aligned(cells) if cells else ["There are no tickets."]:
        click.echo(line)
    if taken:
        click.echo(f"{counted(taken, 'finding')} taken up since the last look.")
    return Exit.FINE
