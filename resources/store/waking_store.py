"""The store's part that remembers what wakes the fleet: schedules, and how each repository is watched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from gitops_assets.core.waking.cadence import Watch
from gitops_assets.core.waking.schedules import Standing
from resources.store.engine import Database
from resources.store.findings import Slugs, rows_of
from resources.store.schema import storable
from resources.store.versions import batches
from resources.store.waking_tables import SCHEDULES, WATCHES

_S = SCHEDULES.c
_W = WATCHES.c


class WakingStore:
    """Every method is one transaction and raises as the store does. Times are epoch seconds."""

    def __init__(self, opened: Database) -> None:
        self.database = opened

    def standings(self, fleet: str) -> dict[str, Standing]:
        """How far the schedules of a fleet have come, by name; ``fleet`` is the path of its file."""
        query = select(_S.name, _S.answered, _S.asked, _S.run_key).where(_S.fleet == fleet)
        with self.database.reading() as connection:
            return {
                row.name: Standing(answered=row.answered, asked=row.asked, run_key=row.run_key)
                for row in connection.execute(query)
            }

    def remember_standings(self, fleet: str, standings: Mapping[str, Standing]) -> None:
        """How far these schedules have come; what is known of others stays."""
        rows = [{"fleet": fleet, "name": name, **asdict(each)} for name, each in standings.items()]
        with self.database.writing() as connection:
            mine = delete(SCHEDULES).where(_S.fleet == fleet)
            for batch in batches(sorted(standings)):
                connection.execute(mine.where(_S.name.in_(batch)))
            _insert(connection, SCHEDULES, rows)

    def forget_standings(self, fleet: str, names: Iterable[str]) -> None:
        """These schedules exist no more: one that comes back begins anew."""
        with self.database.writing() as connection:
            for batch in batches(sorted(names)):
                connection.execute(delete(SCHEDULES).where(_S.fleet == fleet, _S.name.in_(batch)))

    def watches(self, slugs: Slugs = None) -> dict[str, Watch]:
        """What is remembered of these repositories, or of all."""
        with self.database.reading() as connection:
            rows = list(rows_of(connection, select(WATCHES), _W.slug, slugs))
        return {row.slug: Watch(**row._mapping) for row in rows}  # noqa: SLF001 - its documented name

    def remember_watches(self, watches: Sequence[Watch]) -> None:
        """What is remembered of these repositories from now on."""
        rows = [asdict(each) for each in watches]
        with self.database.writing() as connection:
            _forget(connection, [each.slug for each in watches])
            _insert(connection, WATCHES, rows)

    def forget_watches(self, slugs: Iterable[str]) -> None:
        """These repositories left."""
        with self.database.writing() as connection:
            _forget(connection, slugs)


def _forget(connection: Connection, slugs: Iterable[str]) -> None:
    for batch in batches(sorted(map(storable, slugs))):
        connection.execute(delete(WATCHES).where(_W.slug.in_(batch)))


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    for batch in batches(rows):
        connection.execute(insert(table), batch)
