"""The store's part that knows what happened, who shall hear of it, and what came of every attempt.

An event is written once and routed once. A delivery is *leased* to whoever sends it: a courier that dies
gives back what it held when the lease ends, so nothing is lost and a receiver may be asked twice.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from gitops_assets.core.events.model import Event, EventKind, Value
from gitops_assets.core.events.reading import event_of
from gitops_assets.core.outbox.model import (
    Attempt,
    Dead,
    Delivery,
    Later,
    Outcome,
    Planned,
    Queue,
    Receipt,
    Sent,
)
from resources.store import planning, settling
from resources.store.engine import Database
from resources.store.outbox_tables import (
    DEAD,
    DELIVERIES,
    DELIVERY_ATTEMPTS,
    OUTBOX_EVENTS,
    OUTBOX_TOLD,
    WAITS,
)
from resources.store.versions import batches

_E = OUTBOX_EVENTS.c
_D = DELIVERIES.c
_A = DELIVERY_ATTEMPTS.c

Room = Callable[[str], int]
"""How many deliveries to a target may be handed out now."""


@dataclass(frozen=True, slots=True)
class Told:
    """That a target was, or will be, told of something: when it was first due, and how it stands."""

    target: str
    key: str
    at: int
    state: str


class OutboxStore:
    """Every method is one transaction and raises as the store does. Times are epoch seconds."""

    def __init__(self, opened: Database) -> None:
        self.database = opened

    def add(self, events: Sequence[Event]) -> int:
        """Append these events in their order; those that are known already stay; how many were new."""
        with self.database.writing() as connection:
            return planning.append(connection, events)

    def known(self, ids: Collection[str]) -> frozenset[str]:
        """Those of these ids that events have."""
        found: set[str] = set()
        with self.database.reading() as connection:
            for batch in batches(sorted(set(ids))):
                found.update(connection.execute(select(_E.event).where(_E.event.in_(batch))).scalars())
        return frozenset(found)

    def unrouted(self, limit: int) -> list[Event]:
        """Events of which nobody has decided yet who shall hear of them, oldest first."""
        query = select(_E.document).where(_E.routed.is_(False)).order_by(_E.id).limit(limit)
        with self.database.reading() as connection:
            return [event_of(document) for document in connection.execute(query).scalars()]

    def since(self, at: int, limit: int = 10_000) -> list[Event]:
        """Events that happened at that time or later, in their order, routed or not."""
        query = select(_E.document).where(_E.at >= at).order_by(_E.id).limit(limit)
        with self.database.reading() as connection:
            return [event_of(document) for document in connection.execute(query).scalars()]

    def routed(self, event_ids: Sequence[str], deliveries: Sequence[Planned]) -> int:
        """It is decided who hears of these events; how many messages are new.

        Of two that decide at once, the first is heard: a message that speaks only of events that somebody
        else has routed meanwhile is dropped. Without ``event_ids`` every message is taken as it is.
        """
        with self.database.writing() as connection:
            return planning.plan(connection, event_ids, deliveries)

    def told(self, keys: Iterable[str]) -> list[Told]:
        """Who was told of these keys, or will be: the last message by target and key."""
        last = select(func.max(_D.id)).group_by(_D.key, _D.target)
        found: list[Told] = []
        with self.database.reading() as connection:
            for batch in batches(sorted(set(keys))):
                chosen = _D.id.in_(last.where(_D.key.in_(batch)))
                query = select(_D.target, _D.key, _D.first_at, _D.state).where(chosen).order_by(_D.id)
                found += [Told(*row) for row in connection.execute(query)]
        return found

    def last_told(self, target: str, key: str) -> Mapping[str, Value] | None:
        """The document of the last event with this key of which the target hears; None for none."""
        told = OUTBOX_TOLD.c
        query = select(_E.document).join(OUTBOX_TOLD, told.event == _E.event)
        with self.database.reading() as connection:
            chosen = query.where(told.target == target, told.key == key)
            found: Mapping[str, Value] | None = connection.execute(chosen).scalar_one_or_none()
            return found

    def all_told(self, keys: Collection[str]) -> Mapping[tuple[str, str], Mapping[str, Value]]:
        """The same for all targets that hear of any of these keys, by target and key."""
        told = OUTBOX_TOLD.c
        query = select(told.target, told.key, _E.document).join(OUTBOX_EVENTS, told.event == _E.event)
        found: dict[tuple[str, str], Mapping[str, Value]] = {}
        with self.database.reading() as connection:
            for some in batches(sorted(keys)):
                rows = connection.execute(query.where(told.key.in_(some)))
                found |= {(row.target, row.key): row.document for row in rows}
        return found

    def acknowledged(self) -> frozenset[str]:
        """The keys of findings that somebody took up, and that nothing happened to since."""
        last = select(func.max(_E.id)).where(_E.key.startswith("finding:")).group_by(_E.key)
        query = select(_E.key, _E.document).where(_E.id.in_(last), _E.key.startswith("finding:"))
        with self.database.reading() as connection:
            rows = connection.execute(query)
            return frozenset(key for key, said in rows if said["type"] == EventKind.FINDING_ACKNOWLEDGED)

    def take(self, limit: int, now: int, lease: int, room: Room | None = None) -> list[Delivery]:
        """Messages that are due, and now the caller's for ``lease`` seconds; each counts as an attempt.

        To one target about one repository only the first that was begun or is due: later ones wait for it.
        ``room`` says how many a target may get; without it, as many as are due.
        """
        with self.database.writing() as connection:
            return settling.take(connection, limit, (now, now + lease), room)

    def due(self, now: int) -> bool:
        """Whether anything could be taken; a look that writes nothing."""
        free = or_(_D.leased.is_(None), _D.leased <= now)
        query = select(_D.id).where(WAITS, _D.not_before <= now, free).limit(1)
        with self.database.reading() as connection:
            return connection.execute(query).first() is not None

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        """What came of these attempts, all or none; one that was settled meanwhile stays as it is."""
        if outcomes:
            with self.database.writing() as connection:
                settling.settle(connection, outcomes)

    def exchange(
        self, outcomes: Sequence[Outcome], limit: int, lease: tuple[int, int], room: Room
    ) -> list[Delivery]:
        """Settle these and take others in one transaction, from the lease's first time until its second."""
        with self.database.writing() as connection:
            settling.settle(connection, outcomes)
            return settling.take(connection, limit, lease, room)

    def sent(self, id: int, receipt: Receipt, at: int) -> None:  # noqa: A002 - the contract's word
        """The receiver took it."""
        self.settle([Sent(id, receipt, at)])

    def later(self, id: int, not_before: int, why: str, at: int) -> None:  # noqa: A002 - as above
        """It was not taken, and shall be asked again."""
        self.settle([Later(id, not_before, why, at)])

    def dead(self, id: int, why: str, at: int) -> None:  # noqa: A002 - as above
        """It is given up."""
        self.settle([Dead(id, why, at)])

    def replay(self, ids: Sequence[int], at: int) -> int:
        """Send these again, dead or sent, as if they had never been tried; how many there were."""
        again: dict[str, Any] = {"state": "waiting", "attempts": 0, "leased": None, "settled": None}
        with self.database.writing() as connection:
            found = 0
            for batch in batches(ids):
                query = update(DELIVERIES).where(_D.id.in_(batch), _D.state.in_(("sent", "dead")))
                found += connection.execute(
                    query.values(not_before=at, first_at=at, why=None, **again)
                ).rowcount
            return found

    def receipt_of(self, target: str, key: str) -> Receipt | None:
        """The receipt of the last message to this target about this key that was taken."""
        with self.database.reading() as connection:
            return settling.receipts(connection, [(target, key)]).get((target, key))

    def last_receipts(self, target: str) -> dict[str, Receipt]:
        """By key, the receipt of the last message to this target that was taken."""
        query = select(_D.key).where(_D.target == target, _D.status.is_not(None)).distinct()
        with self.database.reading() as connection:
            pairs = [(target, key) for key in connection.execute(query).scalars()]
            return {key: each for (_, key), each in settling.receipts(connection, pairs).items()}

    def events_told(self, target: str, key: str) -> list[Event]:
        """What messages to this target about this key spoke of, as far as it is kept, oldest first."""
        spoken = select(_D.event_ids).where(_D.target == target, _D.key == key, _D.state == "sent")
        found: list[Event] = []
        with self.database.reading() as connection:
            ids = {each for row in connection.execute(spoken).scalars() for each in row}
            for batch in batches(sorted(ids)):
                query = select(_E.id, _E.document).where(_E.event.in_(batch))
                found += [event_of(row.document) for row in connection.execute(query.order_by(_E.id))]
        return sorted(found, key=lambda event: event.at)

    def receipts(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Receipt]:
        """The same for many pairs of target and key; those of which nothing was taken are not there."""
        with self.database.reading() as connection:
            return settling.receipts(connection, pairs)

    def forget(self, before: int) -> int:
        """Delete what was settled or routed before that time; how many messages that were.

        The last receipt of each target and key stays, for the thread or ticket that it names is still there.
        """
        with self.database.writing() as connection:
            return settling.forget(connection, before)

    def queue(self) -> Queue:
        """How much waits and since when, and how much was given up."""
        unrouted = select(func.count()).select_from(OUTBOX_EVENTS).where(_E.routed.is_(False))
        with self.database.reading() as connection:
            return Queue(
                unrouted=connection.execute(unrouted).scalar_one(),
                waiting=connection.execute(_counted(WAITS)).scalar_one(),
                oldest_at=connection.execute(select(func.min(_D.first_at)).where(WAITS)).scalar(),
                dead=connection.execute(_counted(DEAD)).scalar_one(),
            )

    def log(self, target: str | None = None, limit: int = 100) -> list[Attempt]:
        """The last attempts, newest first, to this target or to all."""
        query = (
            select(_A.delivery, _D.target, _D.key, _A.at, _A.outcome, _A.status, _A.why, _A.body_cut)
            .join(DELIVERIES, _D.id == _A.delivery)
            .where(*_of(target))
            .order_by(_A.id.desc())
            .limit(limit)
        )
        with self.database.reading() as connection:
            return [Attempt(*row) for row in connection.execute(query)]

    def deliveries(self, state: str, target: str | None = None, limit: int = 1_000) -> list[Delivery]:
        """Messages in that state (``waiting``, ``sent``, ``dead``), oldest first."""
        query = select(DELIVERIES).where(_D.state == state, *_of(target)).order_by(_D.id).limit(limit)
        with self.database.reading() as connection:
            return [settling.delivery_of(row) for row in connection.execute(query)]


def _of(target: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if target is None else (_D.target == target,)


def _counted(which: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(func.count()).select_from(DELIVERIES).where(which)
