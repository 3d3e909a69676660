"""How events get into the outbox, and how it is written down who shall hear of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select, tuple_, update

from gitops_assets.core.events.model import Event, Value
from gitops_assets.core.notifications.routing import told_of
from gitops_assets.core.outbox.model import Planned
from resources.store.outbox_tables import DELIVERIES, OUTBOX_EVENTS, OUTBOX_TOLD, WAITS
from resources.store.versions import batches

_E = OUTBOX_EVENTS.c
_D = DELIVERIES.c


def append(connection: Connection, events: Sequence[Event]) -> int:
    """Append the events that are not there yet, in their order; how many those were."""
    named = {event.id: event for event in events}
    known = _which(connection, named)
    rows = [_event_row(identity, event) for identity, event in named.items() if identity not in known]
    for some in batches(rows):
        connection.execute(insert(OUTBOX_EVENTS), some)
    return len(rows)


def plan(connection: Connection, event_ids: Sequence[str], deliveries: Sequence[Planned]) -> int:
    """Mark the events as routed and write these messages; how many are new rows."""
    fresh = _which(connection, event_ids, _E.routed.is_(False))
    for batch in batches(sorted(fresh)):
        connection.execute(update(OUTBOX_EVENTS).where(_E.event.in_(batch)).values(routed=True))
    wanted = [each for each in deliveries if not event_ids or fresh.intersection(each.event_ids)]
    _told(connection, wanted)
    alone = [each for each in wanted if not each.bundle]
    for some in batches([_delivery_row(each) for each in alone]):
        connection.execute(insert(DELIVERIES), some)
    return len(alone) + sum([_bundled(connection, each) for each in wanted if each.bundle])


def _told(connection: Connection, deliveries: Sequence[Planned]) -> None:
    """Remember of which event with each key every target hears last."""
    last = {(target, key): str(document.get("id", "")) for target, key, document in told_of(deliveries)}
    pair = tuple_(OUTBOX_TOLD.c.target, OUTBOX_TOLD.c.key)
    for pairs in batches(sorted(last)):
        connection.execute(delete(OUTBOX_TOLD).where(pair.in_(pairs)))
    rows = [{"target": target, "key": key, "event": event} for (target, key), event in sorted(last.items())]
    for some in batches(rows):
        connection.execute(insert(OUTBOX_TOLD), some)


def _which(connection: Connection, ids: Iterable[str], *where: Any) -> set[str]:  # noqa: ANN401 - clauses
    found: set[str] = set()
    for batch in batches(ids):
        query = select(_E.event).where(_E.event.in_(batch), *where)
        found.update(connection.execute(query).scalars())
    return found


def _bundled(connection: Connection, planned: Planned) -> int:
    """One more row, or none where a message of this bundle still waits to be begun."""
    untouched = and_(WAITS, _D.attempts == 0, _D.bundle == planned.bundle)
    query = select(_D.id, _D.event_ids, _D.document).where(untouched, _D.target == planned.target)
    waiting = connection.execute(query.order_by(_D.id).limit(1)).first()
    if waiting is None:
        connection.execute(insert(DELIVERIES), [_delivery_row(planned)])
        return 1
    new = [each for each in planned.event_ids if each not in set(waiting.event_ids)]
    if new:
        grown = {
            "event_ids": [*waiting.event_ids, *new],
            "document": _joined(waiting.document, planned.document),
        }
        connection.execute(update(DELIVERIES).where(_D.id == waiting.id).values(grown))
    return 0


def _joined(first: Mapping[str, Value], second: Mapping[str, Value]) -> dict[str, Value]:
    """The first document with the second one's lists appended to its own."""
    joined = dict(second) | dict(first)
    for name, value in second.items():
        before = first.get(name)
        if isinstance(value, list) and isinstance(before, list):
            joined[name] = [*before, *value]
    return joined


def _event_row(identity: str, event: Event) -> dict[str, Any]:
    return {
        "event": identity,
        "at": event.at,
        "key": event.key,
        "routed": False,
        "document": event.document,
    }


def _delivery_row(planned: Planned) -> dict[str, Any]:
    return {
        "target": planned.target,
        "key": planned.key,
        "repository": planned.repository,
        "bundle": planned.bundle,
        "event_ids": list(planned.event_ids),
        "document": dict(planned.document),
        "state": "waiting",
        "not_before": planned.not_before,
        "first_at": planned.not_before,
        "attempts": 0,
    }
