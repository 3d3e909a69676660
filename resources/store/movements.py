"""What repositories depended on at one audit and at another, as far as it differs."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import Connection, select

from gitops_assets.core.dependencies.model import RepositoryDependencies
from resources.store.dependencies import contents
from resources.store.dependency_tables import SCANS
from resources.store.findings import Slugs, as_of, rows_of


@dataclass(frozen=True, slots=True)
class Movement:
    """One repository at two audits. ``reread``: another analysis read it, which may be all that differs."""

    before: RepositoryDependencies
    after: RepositoryDependencies
    reread: bool


class _Said(NamedTuple):
    said: str
    analysis: str


def movements(connection: Connection, previous: int, audit: int, slugs: Slugs) -> list[Movement]:
    """Every repository that had been read by both audits and says something else, by slug."""
    then, now = _said(connection, previous, slugs), _said(connection, audit, slugs)
    moved = [slug for slug in sorted(then.keys() & now.keys()) if then[slug].said != now[slug].said]
    told = contents(connection, [each[slug].said for slug in moved for each in (then, now)])
    return [
        Movement(
            replace(told[then[slug].said], slug=slug),
            replace(told[now[slug].said], slug=slug),
            then[slug].analysis != now[slug].analysis,
        )
        for slug in moved
    ]


def _said(connection: Connection, audit: int, slugs: Slugs) -> dict[str, _Said]:
    column = SCANS.table.c
    when = (*as_of(SCANS, audit), column.said.is_not(None))
    query = select(column.slug, column.said, column.analysis).where(*when)
    return {row.slug: _Said(row.said, row.analysis) for row in rows_of(connection, query, column.slug, slugs)}
