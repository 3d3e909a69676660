"""How messages are handed out in order, and how it is written down what came of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from gitops_assets.core.outbox.model import Dead, Delivery, Later, Outcome, Receipt, Sent
from resources.store.outbox_tables import DELIVERIES, DELIVERY_ATTEMPTS, OUTBOX_EVENTS, WAITS
from resources.store.schema import Text, Whole
from resources.store.versions import batches

_D = DELIVERIES.c


def take(
    connection: Connection, limit: int, lease: tuple[int, int], room: Callable[[str], int] | None
) -> list[Delivery]:
    """At most ``limit`` messages that are due at the lease's beginning, leased until its end."""
    now, until = lease
    taken: list[Row[Any]] = []
    for target in connection.execute(_TARGETS).scalars().all():
        left = limit - len(taken)
        if (most := left if room is None else min(left, room(target))) > 0:
            taken += connection.execute(_DUE, {"whose": target, "now": now, "most": most})
    if taken:
        connection.execute(_HELD, [{"which": row.id, "until": until} for row in taken])
    return [delivery_of(row, begun=1) for row in sorted(taken, key=lambda row: row.id)]


def _targets() -> Select[Any]:
    """The targets that something waits for: a hop through the index for each, not a look at every row."""
    first = select(func.min(_D.target).label("target")).where(WAITS).cte("targets", recursive=True)
    following = select(func.min(_D.target)).where(WAITS, _D.target > first.c.target).scalar_subquery()
    every = first.union_all(select(following).where(first.c.target.is_not(None)))
    return select(every.c.target).where(every.c.target.is_not(None))


def _due() -> Select[Any]:
    earlier, now = DELIVERIES.alias("earlier").c, bindparam("now", type_=Whole)
    begun = or_(earlier.attempts > 0, earlier.not_before <= now)
    blocked = exists().where(
        earlier.state == literal_column("'waiting'"),
        earlier.target == _D.target,
        earlier.repository == _D.repository,
        earlier.id < _D.id,
        begun,
    )
    free = or_(_D.leased.is_(None), _D.leased <= now)
    mine = _D.target == bindparam("whose", type_=Text)
    due = and_(WAITS, mine, _D.not_before <= now, free, ~blocked)
    return (
        select(DELIVERIES).where(due).order_by(_D.not_before, _D.id).limit(bindparam("most", type_=Integer))
    )


# Made once: putting a statement together takes longer than either database takes to carry it out.
_TARGETS = _targets()
_DUE = _due()
_MINE = _D.id == bindparam("which", type_=Whole)
_HELD = update(DELIVERIES).where(_MINE).values(leased=bindparam("until"), attempts=_D.attempts + 1)
_ENDED = update(DELIVERIES).where(_MINE, WAITS)


def settle(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    """Write down what came of these attempts, and a line of the log for each."""
    for kind in (Sent, Later, Dead):
        if rows := [_settled(each) for each in outcomes if isinstance(each, kind)]:
            names = rows[0].keys() - {"which"}
            connection.execute(
                _ENDED.values({name: bindparam(f"new_{name}") for name in names}), _renamed(rows)
            )
    if outcomes:
        connection.execute(insert(DELIVERY_ATTEMPTS), [_log_row(each) for each in outcomes])


def _renamed(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows as parameters: one may not be called like a column that is set."""
    return [{name if name == "which" else f"new_{name}": row[name] for name in row} for row in rows]


def _settled(outcome: Outcome) -> dict[str, Any]:
    held = {"which": outcome.id, "leased": None}
    if isinstance(outcome, Later):
        return held | {"not_before": outcome.not_before, "why": outcome.why}
    if isinstance(outcome, Dead):
        return held | {"state": "dead", "why": outcome.why, "settled": outcome.at}
    receipt = outcome.receipt
    said = {"status": receipt.status, "reference": receipt.reference, "body_cut": receipt.body_cut}
    return held | said | {"state": "sent", "why": None, "settled": outcome.at}


def _log_row(outcome: Outcome) -> dict[str, Any]:
    row = {"delivery": outcome.id, "at": outcome.at, "outcome": type(outcome).__name__.lower()}
    if isinstance(outcome, Sent):
        return row | {"status": outcome.receipt.status, "why": "", "body_cut": outcome.receipt.body_cut}
    return row | {"status": outcome.status, "why": outcome.why, "body_cut": ""}


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


def forget(connection: Connection, before: int) -> int:
    """Delete messages settled before that time but for each key's last receipt, their log, and old events."""
    last = select(func.max(_D.id)).where(_D.status.is_not(None)).group_by(_D.key, _D.target)
    old = and_(_D.settled < before, ~WAITS, _D.id.not_in(last))
    gone = connection.execute(delete(DELIVERIES).where(old)).rowcount
    attempts, events = DELIVERY_ATTEMPTS.c, OUTBOX_EVENTS.c
    connection.execute(delete(DELIVERY_ATTEMPTS).where(attempts.at < before))
    connection.execute(delete(OUTBOX_EVENTS).where(events.routed.is_(True), events.at < before))
    return gone
