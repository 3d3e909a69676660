"""The words of what is told to others: what is planned, what is on its way, and what came of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from gitops_assets.core.events.model import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One message that somebody shall get.

    ``target`` names the channel, ``key`` what the message is about: the next one with the same key may update
    it or answer it. Messages to one target about one ``repository`` arrive in order. ``not_before`` is in
    epoch seconds. ``document`` is all that the channel needs to say it. Messages to one target with the same
    ``bundle`` that still wait for their first attempt become one: the event ids and the document's lists of
    the later one are appended, so that a digest grows until its time comes.
    """

    event_ids: tuple[str, ...]
    target: str
    key: str
    repository: str = ""
    not_before: int
    document: Mapping[str, Value]
    bundle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(Planned):
    """A message that is being sent: ``attempts`` count this one, ``first_at`` is when it was first due."""

    id: int
    attempts: int = 1
    first_at: int

    @property
    def message(self) -> str:
        """The same at every attempt and every replay, so that a receiver can tell a repetition.

        ``msg_`` and 32 hexadecimal digits. They follow from what is said and from no time of ours: a replay
        begins its days anew.
        """
        said = [self.id, self.target, self.key, list(self.event_ids), dict(self.document)]
        words = json.dumps(said, sort_keys=True)
        return "msg_" + hashlib.sha256(words.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receiver answered: a status as HTTP counts, what it calls the message, the answer's beginning.

    ``reference`` is whatever the channel needs to find the message again: a thread, an issue, a comment.
    """

    status: int
    reference: str = ""
    body_cut: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The receiver took it."""

    id: int
    receipt: Receipt
    at: int


@dataclass(frozen=True, slots=True)
class Later:
    """It did not, and shall be asked again; ``status`` is what it answered, None for no answer."""

    id: int
    not_before: int
    why: str
    at: int
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Dead:
    """It will not be asked again unless somebody says so."""

    id: int
    why: str
    at: int
    status: int | None = None


Outcome = Sent | Later | Dead
"""What came of one attempt."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of the log of deliveries; ``status`` is None where there was no answer."""

    delivery: int
    target: str
    key: str
    at: int
    outcome: str
    status: int | None
    why: str
    body_cut: str


@dataclass(frozen=True, slots=True)
class Queue:
    """How much waits, since when (epoch seconds, None for nothing), and how much was given up."""

    unrouted: int
    waiting: int
    oldest_at: int | None
    dead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where events are posted to. ``secrets`` say where the signing secrets are, never what they are.

    ``events`` are patterns of kinds (``finding.*``), ``repositories`` patterns of slugs; none means all.
    """

    name: str
    url: str
    secrets: tuple[str, ...]
    events: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()
    enabled: bool = True
    allow_private: bool = False
    concurrency: int = 4
    created: int = 0

    @property
    def target(self) -> str:
        """What deliveries to it are addressed to."""
        return f"webhook:{self.name}"
