"""How messages are handed out in order, and how it is written down what came of them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, exists, func, insert, or_, select, update

from gitops_assets.core.outbox.model import Dead, Delivery, Later, Outcome, Receipt, Sent
from resources.store.outbox_tables import DELIVERIES, DELIVERY_ATTEMPTS
from resources.store.versions import batches

_D = DELIVERIES.c
_WAITS = _D.state == "waiting"
_EARLIER = DELIVERIES.alias("earlier")


def take(
    connection: Connection, limit: int, lease: tuple[int, int], room: Callable[[str], int] | None
) -> list[Delivery]:
    """At most ``limit`` messages that are due at the lease's beginning, leased until its end."""
    now, until = lease
    taken: list[Row[Any]] = []
    for target in _targets(connection):
        left = limit - len(taken)
        if (most := left if room is None else min(left, room(target))) > 0:
            taken += connection.execute(_due(target, now).limit(most))
    for batch in batches([row.id for row in taken]):
        held = update(DELIVERIES).where(_D.id.in_(batch))
        connection.execute(held.values(leased=until, attempts=_D.attempts + 1))
    return [delivery_of(row, begun=1) for row in sorted(taken, key=lambda row: row.id)]


def _targets(connection: Connection) -> Iterator[str]:
    """The targets that something waits for: a hop through the index for each, not a look at every row."""
    target = ""
    following = select(func.min(_D.target)).where(_WAITS, _D.target > bindparam("after"))
    while found := connection.execute(following, {"after": target}).scalar():
        target = found
        yield found


def _due(target: str, now: int) -> Any:  # noqa: ANN401 - a select of the whole row
    earlier = _EARLIER.c
    begun = or_(earlier.attempts > 0, earlier.not_before <= now)
    blocked = exists().where(
        earlier.state == "waiting",
        earlier.target == _D.target,
        earlier.repository == _D.repository,
        earlier.id < _D.id,
        begun,
    )
    free = or_(_D.leased.is_(None), _D.leased <= now)
    due = and_(_WAITS, _D.target == target, _D.not_before <= now, free, ~blocked)
    return select(DELIVERIES).where(due).order_by(_D.not_before, _D.id)


def settle(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    """Write down what came of these attempts, and a line of the log for each."""
    for each in outcomes:
        connection.execute(update(DELIVERIES).where(_D.id == each.id, _WAITS).values(_settled(each)))
    for batch in batches([_log_row(each) for each in outcomes]):
        connection.execute(insert(DELIVERY_ATTEMPTS), batch)


def _settled(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Later):
        return {"not_before": outcome.not_before, "leased": None, "why": outcome.why}
    if isinstance(outcome, Dead):
        return {"state": "dead", "leased": None, "why": outcome.why, "settled": outcome.at}
    receipt = outcome.receipt
    return {
        "state": "sent",
        "leased": None,
        "why": None,
        "settled": outcome.at,
        "status": receipt.status,
        "reference": receipt.reference,
        "body_cut": receipt.body_cut,
    }


def _log_row(outcome: Outcome) -> dict[str, Any]:
    return {
        "delivery": outcome.id,
        "at": outcome.at,
        "outcome": type(outcome).__name__.lower(),
        "status": outcome.receipt.status if isinstance(outcome, Sent) else outcome.status,
        "why": "" if isinstance(outcome, Sent) else outcome.why,
        "body_cut": outcome.receipt.body_cut if isinstance(outcome, Sent) else "",
    }


def receipts(connection: Connection, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Receipt]:
    """The last receipt of each target and key, where there is one."""
    found: dict[tuple[str, str], Receipt] = {}
    last = select(func.max(_D.id)).where(_D.status.is_not(None)).group_by(_D.key, _D.target)
    columns = (_D.target, _D.key, _D.status, _D.reference, _D.body_cut)
    for batch in batches(sorted({key for _, key in pairs})):
        query = select(*columns).where(_D.id.in_(last.where(_D.key.in_(batch))))
        for row in connection.execute(query):
            found[row.target, row.key] = Receipt(row.status, row.reference or "", row.body_cut or "")
    wanted = set(pairs)
    return {pair: receipt for pair, receipt in found.items() if pair in wanted}


def delivery_of(row: Row[Any], begun: int = 0) -> Delivery:
    """The message of a row; ``begun`` attempts are added to those that it counts."""
    return Delivery(
        id=row.id,
        attempts=row.attempts + begun,
        first_at=row.first_at,
        event_ids=tuple(row.event_ids),
        target=row.target,
        key=row.key,
        repository=row.repository,
        not_before=row.not_before,
        document=row.document,
        bundle=row.bundle,
    )
