"""The store's part that knows how alive repositories are."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select, update

from gitops_assets.core.vitality.model import Vitality
from resources.store import audits
from resources.store.documents import digest
from resources.store.engine import Database
from resources.store.findings import Slugs, as_of, rows_of
from resources.store.schema import storable
from resources.store.versions import Said, batches, write
from resources.store.vitality_tables import MEASURED, VITALITY

_V = VITALITY.table.c
_FIELDS = tuple(_V[name] for name in MEASURED)


@dataclass(frozen=True, slots=True)
class Standing:
    """From what a repository's vitality follows: its refs, and a week, None where it holds in all to come."""

    refs: str
    week: int | None


class VitalityStore:
    """Every method is one transaction and raises as the store does."""

    def __init__(self, opened: Database) -> None:
        self.database = opened

    def standings(self, slugs: Slugs = None) -> dict[str, Standing]:
        """From what the current vitality of each of these follows."""
        query = select(_V.slug, _V.standing, _V.week).where(_V.ended.is_(None))
        with self.database.reading() as connection:
            rows = rows_of(connection, query, _V.slug, slugs)
            return {row.slug: Standing(row.standing, row.week) for row in rows}

    def record(self, audit: int, at: int, measured: Mapping[str, tuple[Standing, Vitality]]) -> None:
        """How alive these repositories are, and from what that follows."""
        rows = [_row(slug, *each) for slug, each in measured.items()]
        with self.database.writing() as connection:
            audits.touch(connection, audit, at)
            write(connection, VITALITY, audit, Said(rows))

    def confirm(self, audit: int, slugs: Sequence[str]) -> None:
        """What is known of these still holds."""
        current = _V.ended.is_(None), _V.verified < audit
        with self.database.writing() as connection:
            for batch in batches(sorted(map(storable, slugs))):
                named = update(VITALITY.table).where(*current, _V.slug.in_(batch))
                connection.execute(named.values(verified=audit))

    def at(self, audit: int, slugs: Slugs = None) -> dict[str, Vitality]:
        """How alive these repositories were as of that audit."""
        query = select(_V.slug, *_FIELDS).where(*as_of(VITALITY, audit))
        with self.database.reading() as connection:
            return {row.slug: Vitality(**_told(row)) for row in rows_of(connection, query, _V.slug, slugs)}


def _told(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of the table
    return {column.name: getattr(row, column.name) for column in _FIELDS}


def _row(slug: str, standing: Standing, vitality: Vitality) -> dict[str, Any]:
    row = {"slug": storable(slug), "standing": standing.refs, "week": standing.week, **asdict(vitality)}
    return {**row, "digest": digest(row)}
