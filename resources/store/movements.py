"""What repositories depended on at one audit and at another, as far as it differs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from gitops_assets.core.dependencies.model import Dependency, RepositoryDependencies
from resources.store.dependencies import read_facts
from resources.store.dependency_tables import DEPENDENCIES, SCANS
from resources.store.findings import Slugs, as_of, rows_of


@dataclass(frozen=True, slots=True)
class Movement:
    """One repository at two audits, only with the dependencies whose rows differ.

    ``reread`` tells that the analysis itself was another: then a difference may be its doing.
    """

    before: RepositoryDependencies
    after: RepositoryDependencies
    reread: bool


def movements(connection: Connection, previous: int, audit: int, slugs: Slugs) -> list[Movement]:
    """Every repository that was read by both audits and differs, by slug."""
    then, now = _analyses(connection, previous, slugs), _analyses(connection, audit, slugs)
    moved = [slug for slug in _touched(connection, previous, audit, slugs) if slug in then and slug in now]
    before = read_facts(connection, DEPENDENCIES, Dependency, previous, moved)
    after = read_facts(connection, DEPENDENCIES, Dependency, audit, moved)
    return [
        Movement(
            RepositoryDependencies(slug=slug, dependencies=tuple(before.get(slug, ()))),
            RepositoryDependencies(slug=slug, dependencies=tuple(after.get(slug, ()))),
            then[slug] != now[slug],
        )
        for slug in moved
    ]


def _touched(connection: Connection, previous: int, audit: int, slugs: Slugs) -> list[str]:
    column = DEPENDENCIES.table.c
    began = and_(column.audit > previous, column.audit <= audit)
    ended = and_(column.ended > previous, column.ended <= audit)
    query: Any = select(column.slug).where(or_(began, ended)).distinct()
    return sorted({row.slug for row in rows_of(connection, query, column.slug, slugs)})


def _analyses(connection: Connection, audit: int, slugs: Slugs) -> dict[str, str]:
    """By repository that had been read until then, the analysis that read it."""
    column = SCANS.table.c
    was_read = or_(column.commit.is_not(None), column.unknown.is_(None))
    query = select(column.slug, column.analysis).where(*as_of(SCANS, audit), was_read)
    return {row.slug: row.analysis for row in rows_of(connection, query, column.slug, slugs)}
