"""One way to write versioned rows, for every table: nothing is copied that did not change.

Three rules make it safe to repeat and to run beside others. What this very audit wrote before is replaced,
not stacked, so an audit that was killed can be run again. What a newer audit has touched is left alone. And
nothing ends unless the caller says that it may: silence about a row is not knowledge that it is gone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    Delete,
    Update,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from resources.store.schema import Versioned, storable

T = TypeVar("T")
Key = tuple[str, ...]
Content = Mapping[str, Any]

BATCH = 5_000
"""Bound values in one statement: below the limits of both databases (32,766 and 65,535)."""


class Held(NamedTuple):
    """A row that is in the store now, as far as the decision needs it."""

    id: int
    audit: int
    verified: int
    ended: int | None
    digest: str
    carried: Any


@dataclass(frozen=True, slots=True)
class Lineage:
    """What the store holds of one key: the version ``before`` this audit, and the one of it (``mine``)."""

    before: Held | None = None
    mine: Held | None = None
    newer: bool = False


@dataclass(slots=True)
class Plan:
    """Which rows to touch, by id, and which to insert; ``began``: keys whose row began in this audit."""

    audit: int
    carried: str | None = None
    drop: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    revive: list[int] = field(default_factory=list)
    verify: list[int] = field(default_factory=list)
    insert: list[Content] = field(default_factory=list)
    began: set[Key] = field(default_factory=set)

    def want(self, key: Key, row: Content, lineage: Lineage) -> None:
        """Make this row the current one of its key."""
        before, mine = lineage.before, lineage.mine
        if lineage.newer:
            return
        if before is not None and before.digest == row["digest"]:
            self._keep(before)
            self.drop += [mine.id] if mine else []
            return
        self.began.add(key)
        if mine is not None and mine.digest == row["digest"]:
            return
        self.close(lineage)
        self.insert.append({**row, **self._stamps(before or mine)})

    def close(self, lineage: Lineage) -> None:
        """Make the key have no current row."""
        if lineage.newer:
            return
        if lineage.mine is not None:
            self.drop.append(lineage.mine.id)
        elif lineage.before is not None and lineage.before.ended is None:
            self.end.append(lineage.before.id)

    def _keep(self, row: Held) -> None:
        if row.ended is not None:
            self.revive.append(row.id)
        elif row.verified < self.audit:
            self.verify.append(row.id)

    def _stamps(self, origin: Held | None) -> Content:
        stamps = {"audit": self.audit, "verified": self.audit}
        if self.carried is None:
            return stamps
        return {**stamps, self.carried: origin.carried if origin else self.audit}


def never(_key: Key) -> bool:
    """Close nothing: the rows given are all that is known."""
    return False


def always(_key: Key) -> bool:
    """Close whatever is not given: the rows are the whole truth about their groups."""
    return True


@dataclass(frozen=True, slots=True)
class Said:
    """What an audit says of some groups.

    ``rows`` hold the key's columns, the content and its ``digest``; of rows with one key the last counts.
    ``groups`` are spoken for besides those of the rows. A current row of a group that is not among ``rows``
    ends if ``closes`` says so of its key.
    """

    rows: Sequence[Content] = ()
    groups: Iterable[str] = ()
    closes: Callable[[Key], bool] = never


def write(connection: Connection, versioned: Versioned, audit: int, said: Said) -> set[Key]:
    """Make the rows the current ones of their keys; give the keys whose current row began in this audit."""
    wanted = {tuple(storable(row[part]) for part in versioned.key): row for row in said.rows}
    spoken = sorted({key[0] for key in wanted} | {storable(group) for group in said.groups})
    held = _held(connection, versioned, audit, spoken)
    plan = Plan(audit, versioned.carried)
    for key, row in wanted.items():
        plan.want(key, row, held.get(key, Lineage()))
    for key in held.keys() - wanted.keys():
        if said.closes(key):
            plan.close(held[key])
    _carry_out(connection, versioned, plan)
    return plan.began


def confirm(connection: Connection, versioned: Versioned, audit: int, group: str) -> None:
    """All current rows of a group were seen again, though nobody names them."""
    column = versioned.table.c
    current = versioned.group == group, column.ended.is_(None), column.verified < audit
    connection.execute(update(versioned.table).where(*current).values(verified=audit))


def batches(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists short enough for one statement."""
    rest = iter(values)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _held(
    connection: Connection, versioned: Versioned, audit: int, groups: Sequence[str]
) -> dict[Key, Lineage]:
    column = versioned.table.c
    carried: Column[Any] = column[versioned.carried] if versioned.carried else column.audit
    query = select(
        *(column[part] for part in versioned.key),
        *(column.id, column.audit, column.verified, column.ended, column.digest, carried.label("carried")),
    ).where(or_(column.ended.is_(None), column.ended >= audit))
    width = len(versioned.key)
    held: dict[Key, Lineage] = {}
    for batch in batches(groups):
        for row in connection.execute(query.where(versioned.group.in_(batch))):
            key = tuple(row[:width])
            held[key] = _joined(held.get(key), Held(*row[width:]), audit)
    return held


def _joined(lineage: Lineage | None, row: Held, audit: int) -> Lineage:
    known = lineage or Lineage()
    newer = known.newer or max(row.audit, row.verified, row.audit if row.ended is None else row.ended) > audit
    if row.audit == audit:
        return Lineage(known.before, row, newer)
    return Lineage(row, known.mine, newer)


def _carry_out(connection: Connection, versioned: Versioned, plan: Plan) -> None:
    # In this order no key ever has two current rows, which the unique index would refuse.
    table, mine = versioned.table, plan.audit
    _touch(connection, delete(table), table.c.id, plan.drop)
    _touch(connection, update(table).values(ended=mine), table.c.id, plan.end)
    _touch(connection, update(table).values(ended=None, verified=mine), table.c.id, plan.revive)
    _touch(connection, update(table).values(verified=mine), table.c.id, plan.verify)
    for batch in batches(plan.insert):
        connection.execute(insert(table), batch)


def _touch(
    connection: Connection, statement: Update | Delete, column: Column[Any], ids: Sequence[int]
) -> None:
    for batch in batches(ids):
        # Ids are our own numbers: in the text of the statement they cost half of what 5,000 parameters do.
        ids_in_text: BindParameter[int] = bindparam("ids", batch, expanding=True, literal_execute=True)
        connection.execute(statement.where(column.in_(ids_in_text)))
