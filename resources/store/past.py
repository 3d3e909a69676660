"""What repositories depended on before any audit, as a backfill read it out of their history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, func, insert, select, tuple_

from gitops_assets.core.dependencies.model import RepositoryDependencies
from resources.store.dependencies import Scan, contents, keep
from resources.store.dependency_tables import PAST
from resources.store.schema import storable
from resources.store.versions import batches

_P = PAST.c


@dataclass(frozen=True, slots=True)
class PastScan:
    """One repository as it was at a moment (epoch seconds)."""

    moment: int
    scan: Scan


def keep_past(connection: Connection, scans: Sequence[PastScan]) -> None:
    """Keep these, in the place of what was kept of the same repositories and moments."""
    rows = [_row(connection, each) for each in scans]
    for batch in batches(rows):
        keys = [(row["slug"], row["moment"]) for row in batch]
        connection.execute(delete(PAST).where(tuple_(_P.slug, _P.moment).in_(keys)))
        connection.execute(insert(PAST), batch)


def forget(connection: Connection, slugs: Sequence[str], since: int) -> None:
    """Drop what was kept of these repositories from that moment on: their history is read anew."""
    for batch in batches([storable(slug) for slug in slugs]):
        connection.execute(delete(PAST).where(_P.moment >= since, _P.slug.in_(batch)))


def at_moment(connection: Connection, moment: int) -> dict[str, RepositoryDependencies]:
    """Each repository as it was last read at or before that moment."""
    last = select(_P.slug, func.max(_P.moment).label("moment")).where(_P.moment <= moment).group_by(_P.slug)
    newest = last.subquery()
    query = select(PAST).join(newest, (newest.c.slug == _P.slug) & (newest.c.moment == _P.moment))
    rows = list(connection.execute(query.order_by(_P.slug)))
    told = contents(connection, [row.said for row in rows])
    return {
        row.slug: replace(told[row.said], slug=row.slug, commit=row.commit, seen=row.moment) for row in rows
    }


def slugs(connection: Connection) -> set[str]:
    """The repositories of whose past anything is known."""
    return set(connection.execute(select(_P.slug).distinct()).scalars())


def _row(connection: Connection, past: PastScan) -> dict[str, object]:
    known = past.scan.known
    return {
        "slug": storable(known.slug),
        "moment": past.moment,
        "commit": known.commit,
        "analysis": past.scan.analysis,
        "said": keep(connection, [past.scan])[known.slug],
    }
