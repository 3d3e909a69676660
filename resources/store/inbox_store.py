"""The store's part that keeps what forges have sent until somebody has acted on it.

A row is written before its sender gets an answer, so nothing here may depend on what the body says. Adding
takes no part in the queue of writers that audits stand in (PostgreSQL): rows of the inbox contradict nobody.
"""

import zlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert, case, func, null, select, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from gitops_assets.core.inbox.model import Depth, InboxState, Kept, Provider, Received
from resources.store.engine import Database
from resources.store.inbox_tables import INBOX
from resources.store.schema import storable
from resources.store.versions import batches

FAST = 1
"""How hard bodies are compressed: payloads shrink to a fifth in less time than writing the rest takes."""

_I = INBOX.c
_WAITS = _I.state == InboxState.WAITING.value


class _Unseen(Insert):
    """An INSERT that leaves alone what is there.

    Both databases write it the same way; SQLAlchemy's own spellings of it, one for each, are compiled anew
    every time, which costs as much as writing ten rows.
    """

    inherit_cache = True


@compiles(_Unseen)
def _compiled(statement: _Unseen, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - its shape
    plain: str = compiler.visit_insert(statement, **options)  # type: ignore[no-untyped-call] # SQLAlchemy has no types here
    head, returning, columns = plain.rpartition(" RETURNING ")
    return f"{head} ON CONFLICT (provider, delivery) DO NOTHING{returning}{columns}"


_KEEP = _Unseen(INBOX).returning(_I.id, _I.provider, _I.delivery)


class InboxStore:
    """Every method is one transaction and raises as the store does."""

    def __init__(self, opened: Database) -> None:
        self.database = opened

    def add(self, rows: Sequence[Received]) -> list[int | None]:
        """Keep these deliveries: the number of each, None for what was here before (or twice in ``rows``)."""
        if not rows:
            return []
        with self.database.appending() as connection:
            made = connection.execute(_KEEP, [_row_of(each) for each in rows])
            numbers = {(row.provider, row.delivery): row.id for row in made}
        return [numbers.pop(_key(each), None) for each in rows]

    def waiting(self, limit: int, now: int) -> list[Received]:
        """The deliveries that nobody has settled and whose time has come, oldest first."""
        query = select(INBOX).where(_WAITS, _I.not_before <= now).order_by(_I.id).limit(limit)
        with self.database.reading() as connection:
            return [_received(row) for row in connection.execute(query)]

    def settle(
        self, ids: Sequence[int], state: InboxState, why: str | None, run_key: str | None, at: int
    ) -> None:
        """End these: done by the run of ``run_key``, ignored or given up because of ``why``."""
        changes = {"state": state.value, "why": why, "run_key": run_key, "settled": at}
        with self.database.appending() as connection:
            for batch in batches(ids):
                connection.execute(update(INBOX).where(_I.id.in_(batch)).values(changes))

    def again(self, ids: Sequence[int], at: int, not_before: int, why: str) -> None:
        """Acting on these failed ``at`` that time: they wait until ``not_before``, with one attempt more."""
        changes = {"attempts": _I.attempts + 1, "not_before": max(at, not_before), "why": why}
        with self.database.appending() as connection:
            for batch in batches(ids):
                connection.execute(update(INBOX).where(_WAITS, _I.id.in_(batch)).values(changes))

    def revive(self, ids: Sequence[int], at: int) -> int:
        """Let deliveries that were given up wait once more, their attempts forgotten; how many there were."""
        changes = {"state": InboxState.WAITING.value, "attempts": 0, "not_before": at, "settled": null()}
        dead = _I.state == InboxState.DEAD.value, _I.body.is_not(None)
        with self.database.appending() as connection:
            found = 0
            for batch in batches(ids):
                statement = update(INBOX).where(*dead, _I.id.in_(batch)).values(changes)
                found += connection.execute(statement).rowcount
            return found

    def listed(self, state: InboxState | None, limit: int) -> list[Kept]:
        """The last deliveries, or those in that state, newest first."""
        query = select(INBOX).order_by(_I.id.desc()).limit(limit)
        chosen = query if state is None else query.where(_I.state == state.value)
        with self.database.reading() as connection:
            return [_kept(row) for row in connection.execute(chosen)]

    def find(self, number: int) -> Kept | None:
        """The delivery with that number of the inbox's own."""
        with self.database.reading() as connection:
            row = connection.execute(select(INBOX).where(_I.id == number)).first()
            return None if row is None else _kept(row)

    def forget(self, settled_before: int) -> int:
        """Drop the bodies of what ended before that time, so that the store does not grow with them.

        The rows stay, some hundred bytes each: a delivery that is sent again must be known for ever.
        """
        old = _I.settled < settled_before, _I.body.is_not(None)
        with self.database.appending() as connection:
            return connection.execute(update(INBOX).where(*old).values(body=null())).rowcount

    def depth(self) -> Depth:
        """How much waits, since when, and how much was given up."""
        counted = select(
            func.count(case((_WAITS, 1))), func.min(case((_WAITS, _I.received))), func.count()
        ).where(_I.state.in_([InboxState.WAITING.value, InboxState.DEAD.value]))
        with self.database.reading() as connection:
            waiting, oldest, both = connection.execute(counted).one()
        return Depth(waiting, oldest, both - waiting)

    def ends(self, ids: Sequence[int]) -> dict[int, tuple[InboxState, str | None]]:
        """What became of these deliveries, and why."""
        query = select(_I.id, _I.state, _I.why)
        with self.database.reading() as connection:
            rows = [
                row for batch in batches(ids) for row in connection.execute(query.where(_I.id.in_(batch)))
            ]
        return {row.id: (InboxState(row.state), row.why) for row in rows}


def _key(received: Received) -> tuple[str, str]:
    return received.provider.value, storable(received.delivery)


def _row_of(received: Received) -> dict[str, Any]:
    return {
        "provider": received.provider.value,
        "delivery": received.delivery,
        "event": received.event,
        "received": received.received,
        "headers": {storable(name): storable(value) for name, value in received.headers.items()},
        "body": zlib.compress(received.body, FAST),
        "attempts": received.attempts,
        "not_before": 0,
        "state": InboxState.WAITING.value,
    }


def _received(row: Any) -> Received:  # noqa: ANN401 - a row of the table
    return Received(
        id=row.id,
        provider=Provider(row.provider),
        delivery=row.delivery,
        event=row.event,
        received=row.received,
        headers=row.headers,
        body=b"" if row.body is None else zlib.decompress(row.body),
        attempts=row.attempts,
    )


def _kept(row: Any) -> Kept:  # noqa: ANN401 - as above
    return Kept(
        received=_received(row),
        state=InboxState(row.state),
        why=row.why,
        run_key=row.run_key,
        settled=row.settled,
    )
