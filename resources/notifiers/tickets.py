"""One ticket for each cause, with a checklist: found again before one is opened, closed when all is mended.

What the four services have in common. Each is a :class:`Tracker`: it finds, reads, opens and changes tickets.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from gitops_assets.core.notifications.checklist import (
    EMPTY,
    Checklist,
    Style,
    mark_of,
    read_checklist,
    write_checklist,
)
from gitops_assets.core.notifications.letter import Letter, plural
from gitops_assets.core.outbox.model import Delivery, Receipt
from gitops_assets.core.text import display

LONGEST_TITLE = 200
CLOSED = "closed"
"""What the receipt of a ticket says that we closed."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as the service has it; ``reference`` is all that is needed to read it again."""

    reference: str
    title: str
    text: str
    open: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What a ticket shall say, and whether it shall be open; ``mark`` is what it is found again by."""

    title: str
    text: str
    open: bool
    mark: str
    repository: str


class Tracker(Protocol):
    """A service that keeps tickets; every method raises :class:`Refused`."""

    style: Style

    def find(self, mark: str, repository: str) -> Ticket | None:
        """The ticket with this mark, open or closed; ``repository`` is the one it is about, if any."""
        ...

    def read(self, reference: str) -> Ticket | None:
        """A ticket by its reference; None if there is none any more."""
        ...

    def create(self, draft: Draft) -> Ticket:
        """Open a ticket."""
        ...

    def update(self, ticket: Ticket, draft: Draft) -> None:
        """Make a ticket say this, and open or close it."""
        ...


class Tickets:
    """The channel that keeps tickets current in one tracker."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker

    def send(self, delivery: Delivery, before: Receipt | None) -> Receipt:
        """Enter what the letter tells into the ticket of its topic."""
        letter = Letter.of(delivery.document)
        mark = mark_of(delivery.key)
        ticket = self._known(mark, delivery.repository, before)
        then = read_checklist(ticket.text) if ticket else EMPTY
        now = then.after(letter, self._tracker.style)
        closing = ticket is not None and ticket.open and now.mended
        if (now == then and not closing) or (ticket is None and now.mended):
            return Receipt(204, ticket.reference if ticket else "", "nothing to enter")
        draft = self._draft(letter, now, mark, delivery.repository)
        if ticket is None:
            return Receipt(201, self._tracker.create(draft).reference, "opened")
        self._tracker.update(ticket, draft)
        return Receipt(200, ticket.reference, CLOSED if now.mended else "updated")

    def is_open(self, receipt: Receipt) -> bool | None:
        """Whether the ticket of a receipt is open there, whoever closed it; None if it is gone."""
        ticket = self._tracker.read(receipt.reference) if receipt.reference else None
        return ticket.open if ticket else None

    def _known(self, mark: str, repository: str, before: Receipt | None) -> Ticket | None:
        ticket = self._tracker.read(before.reference) if before and before.reference else None
        return ticket or self._tracker.find(mark, repository)

    def _draft(self, letter: Letter, checklist: Checklist, mark: str, repository: str) -> Draft:
        about = list(_about(letter, self._tracker.style))
        text = write_checklist(checklist, mark, about, self._tracker.style)
        return Draft(_title(letter, checklist), text, not checklist.mended, mark, repository)


def _title(letter: Letter, checklist: Checklist) -> str:
    topic = display(letter.key.partition(":")[2] or letter.key)
    state = plural(checklist.left, "finding") if checklist.left else "all mended"
    return f"{topic[:LONGEST_TITLE]}: {state}"


def _about(letter: Letter, style: Style) -> Iterator[str]:
    remedies = dict.fromkeys(event.detail("remedy") for event in letter.events if event.opens)
    for remedy in list(filter(None, remedies))[:3]:
        yield style.words(remedy[:500])
