"""Looks now and then what people did with tickets: who closes one takes its findings up.

An acknowledged finding is not escalated and does not reopen its ticket; a new finding of the same cause
does, by the letter that tells of it.
"""

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.outbox.model import Receipt
from gitops_assets.core.outbox.refusal import Refused
from resources.home import Home
from resources.notifiers.fleets import FleetNotifications
from resources.notifiers.tickets import CLOSED, Tickets
from resources.store.errors import StoreError
from resources.store.store import Store

_LOG = logging.getLogger(__name__)
_MINUTE = 60.0
_OPENS = frozenset({EventKind.FINDING_OPENED, EventKind.FINDING_REOPENED})


class TicketState(StrEnum):
    """How a ticket stands."""

    OPEN = "open"
    MENDED = "mended"
    """We closed it: nothing is left to do."""
    TAKEN_UP = "taken-up"
    """People closed it while findings were left: they know of them."""
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Kept:
    """One ticket that we opened: in which channel, about what, and under which reference it is read."""

    channel: str
    topic: str
    reference: str
    state: TicketState


def kept(store: Store, targets: Mapping[str, Tickets]) -> Iterator[Kept]:
    """Every ticket of these channels as far as the store knows; nobody is asked."""
    for target in sorted(targets):
        for topic, receipt in sorted(store.outbox.last_receipts(target).items()):
            if receipt.reference:
                yield Kept(target, topic, receipt.reference, _state(store, target, topic, receipt))


def follow_once(store: Store, targets: Mapping[str, Tickets], now: int) -> int:
    """Ask after every open ticket of these channels once; how many findings were taken up since."""
    return sum(
        _asked(store, each, targets[each.channel], now)
        for each in list(kept(store, targets))
        if each.state is TicketState.OPEN
    )


def follow(store: Store, home: Home, stop: threading.Event) -> None:  # noqa: ARG001 - a loop's shape
    """Ask as often as each fleet wants it, until told to stop. A loop of the service."""
    notifications = FleetNotifications(store)
    due: dict[int, float] = {}
    while not stop.wait(_MINUTE):
        notifications.refresh()
        for party in notifications.parties:
            every, now = party.section.tickets_every_minutes * _MINUTE, time.time()
            if every and now >= due.get(id(party), 0):
                due[id(party)] = now + every
                follow_once(store, tickets_of(party.channels), int(now))


def tickets_of(channels: Mapping[str, object]) -> dict[str, Tickets]:
    """Those of the channels that keep tickets."""
    return {target: each for target, each in channels.items() if isinstance(each, Tickets)}


def _asked(store: Store, ticket: Kept, channel: Tickets, now: int) -> int:
    try:
        is_open = channel.is_open(Receipt(0, ticket.reference, ""))
    except Refused as refused:
        _LOG.warning("the ticket %s of %s: %s", ticket.reference, ticket.channel, refused.why)
        return 0
    if is_open:
        return 0
    try:
        return store.outbox.add(list(_taken_up(store, ticket, gone=is_open is None, now=now)))
    except StoreError as error:
        _LOG.warning("the ticket %s of %s: %s", ticket.reference, ticket.channel, error)
        return 0


def _taken_up(store: Store, ticket: Kept, *, gone: bool, now: int) -> Iterator[Event]:
    what = "deleted" if gone else "closed"
    for event in _left(store, ticket):
        yield Event(
            kind=EventKind.FINDING_ACKNOWLEDGED,
            at=now,
            slug=event.slug,
            subject=event.subject,
            cause=_cause(ticket.channel, ticket.reference),
            title=f"the ticket about {event.details.get('gate', event.subject)} in {event.slug} was {what}",
            details={
                "gate": event.details.get("gate"),
                "fingerprint": event.subject,
                "by": ticket.channel,
                "decision": "acknowledge",
                "ticket": ticket.reference,
            },
        )


def _left(store: Store, ticket: Kept) -> list[Event]:
    """The findings that the ticket was told of and that are still there, by all that it was told."""
    told = store.outbox.events_told(ticket.channel, ticket.topic)
    last = {event.key: event for event in told}
    return [event for event in last.values() if event.kind in _OPENS]


def _state(store: Store, target: str, topic: str, receipt: Receipt) -> TicketState:
    if receipt.body_cut == CLOSED:
        return TicketState.MENDED
    left = _left(store, Kept(target, topic, receipt.reference, TicketState.OPEN))
    known = store.outbox.known([_acknowledgement(each, target, receipt.reference) for each in left])
    return TicketState.TAKEN_UP if left and len(known) == len(left) else TicketState.OPEN


def _acknowledgement(event: Event, target: str, reference: str) -> str:
    """The id of the event that says that this finding was taken up by closing that ticket."""
    return Event(
        kind=EventKind.FINDING_ACKNOWLEDGED,
        at=0,
        slug=event.slug,
        subject=event.subject,
        cause=_cause(target, reference),
        title="",
    ).id


def _cause(target: str, reference: str) -> str:
    return f"ticket:{target}:{reference}"
