"""What repositories depended on before any audit, as a backfill read it out of their history."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, tuple_

from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.model import RepositoryDependencies, Row
from gitops_assets.core.dependencies.row_document import rows_document, rows_from
from resources.store.dependency_tables import PAST
from resources.store.schema import storable
from resources.store.versions import batches

_P = PAST.c


@dataclass(frozen=True, slots=True)
class PastScan:
    """One repository as it was at ``known.seen``, and by which analysis that was read."""

    known: RepositoryDependencies
    analysis: str


def keep(connection: Connection, scans: Sequence[PastScan]) -> None:
    """Keep these, in the place of what was kept of the same repositories and moments."""
    rows = [_row(scan) for scan in scans]
    for batch in batches(rows):
        keys = [(row["slug"], row["moment"]) for row in batch]
        connection.execute(delete(PAST).where(tuple_(_P.slug, _P.moment).in_(keys)))
        connection.execute(insert(PAST), batch)


def at_moment(connection: Connection, moment: int) -> dict[str, RepositoryDependencies]:
    """Each repository as it was last read at or before that moment."""
    last = select(_P.slug, func.max(_P.moment).label("moment")).where(_P.moment <= moment).group_by(_P.slug)
    newest = last.subquery()
    rows = select(PAST).join(newest, (newest.c.slug == _P.slug) & (newest.c.moment == _P.moment))
    return {
        row.slug: _known(row.slug, row.commit, row.moment, row.rows)
        for row in connection.execute(rows.order_by(_P.slug))
    }


def slugs(connection: Connection) -> set[str]:
    """The repositories of whose past anything is known."""
    return set(connection.execute(select(_P.slug).distinct()).scalars())


def _row(scan: PastScan) -> dict[str, object]:
    known = scan.known
    rows: tuple[Row, ...] = (*known.dependencies, *known.publications, *known.claims, *known.skipped)
    return {
        "slug": storable(known.slug),
        "moment": known.seen,
        "commit": known.commit,
        "analysis": scan.analysis,
        "rows": rows_document(rows),
    }


def _known(
    slug: str, commit: str, moment: int, rows: dict[str, list[list[object]]]
) -> RepositoryDependencies:
    again = linked(slug, rows_from(rows), ())
    return RepositoryDependencies(
        slug=slug,
        commit=commit,
        seen=moment,
        dependencies=again.dependencies,
        publications=again.publications,
        claims=again.claims,
        skipped=again.skipped,
    )
