"""The store's part that knows how far repositories are from the templates that they follow."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.sql.elements import ColumnElement

from gitops_assets.core.templates.document import drift_document, drift_of
from gitops_assets.core.templates.model import Drift
from gitops_assets.core.templates.scoring import template_score
from resources.store import audits
from resources.store.documents import digest
from resources.store.drift_tables import DRIFTS
from resources.store.engine import Database
from resources.store.findings import Slugs, as_of, rows_of
from resources.store.schema import storable
from resources.store.versions import Said, always, batches, write

_D = DRIFTS.table.c
_MARK = ""
"""The template of the row that says from what the others of its repository follow."""


class DriftStore:
    """Every method is one transaction and raises as the store does."""

    def __init__(self, opened: Database) -> None:
        self.database = opened

    def any(self) -> bool:
        """Whether any repository follows a template, as far as was ever told."""
        query = select(exists().where(_D.template != _MARK, _D.ended.is_(None)))
        with self.database.reading() as connection:
            return bool(connection.execute(query).scalar())

    def standings(self, slugs: Slugs = None) -> dict[str, str]:
        """From what the current drifts of each of these follow."""
        query = select(_D.slug, _D.standing).where(_D.ended.is_(None), _D.template == _MARK)
        with self.database.reading() as connection:
            return {row.slug: row.standing for row in rows_of(connection, query, _D.slug, slugs)}

    def record(self, audit: int, at: int, found: Mapping[str, tuple[str, Sequence[Drift]]]) -> None:
        """The drifts of these repositories, and from what they follow; what is not given ends."""
        rows = [row for slug, (standing, drifts) in found.items() for row in _rows(slug, standing, drifts)]
        with self.database.writing() as connection:
            audits.touch(connection, audit, at)
            write(connection, DRIFTS, audit, Said(rows, found, always))

    def confirm(self, audit: int, slugs: Sequence[str]) -> None:
        """What is known of these still holds."""
        current = _D.ended.is_(None), _D.verified < audit
        with self.database.writing() as connection:
            for batch in batches(sorted(map(storable, slugs))):
                named = update(DRIFTS.table).where(*current, _D.slug.in_(batch))
                connection.execute(named.values(verified=audit))

    def now(self, slugs: Slugs = None) -> dict[str, tuple[Drift, ...]]:
        """The drifts of these as they are known now, by repository."""
        return self._drifts([_D.ended.is_(None)], slugs)

    def at(self, audit: int, slugs: Slugs = None) -> dict[str, tuple[Drift, ...]]:
        """The same as of an audit."""
        return self._drifts(as_of(DRIFTS, audit), slugs)

    def values(self, audit: int, slugs: Slugs = None) -> list[tuple[str, float | None, float]]:
        """Repository, score and coverage of each drift as of an audit, without the files."""
        query = select(_D.slug, _D.score, _D.coverage).where(*as_of(DRIFTS, audit), _D.template != _MARK)
        with self.database.reading() as connection:
            rows = rows_of(connection, query, _D.slug, slugs)
            return [(row.slug, row.score, row.coverage) for row in rows]

    def _drifts(self, when: Sequence[ColumnElement[bool]], slugs: Slugs) -> dict[str, tuple[Drift, ...]]:
        query = select(_D.slug, _D.template, _D.document).where(*when, _D.template != _MARK)
        found: defaultdict[str, list[Drift]] = defaultdict(list)
        with self.database.reading() as connection:
            for row in rows_of(connection, query, _D.slug, slugs):
                found[row.slug].append(drift_of(row.document))
        return {slug: tuple(sorted(found[slug], key=lambda each: each.template)) for slug in sorted(found)}


def _rows(slug: str, standing: str, drifts: Sequence[Drift]) -> list[dict[str, Any]]:
    nothing = dict.fromkeys(("tag", "latest", "score"))
    mark: dict[str, Any] = {**nothing, "coverage": 1.0, "behind": 0, "document": {}}
    rows = [{"template": _MARK, "standing": standing, **mark}, *map(_row, drifts)]
    return [{**row, "slug": storable(slug), "digest": digest(row)} for row in rows]


def _row(drift: Drift) -> dict[str, Any]:
    score = template_score(drift)
    return {
        "template": drift.template,
        "standing": "",
        "tag": drift.version.tag if drift.version else None,
        "latest": drift.latest.tag,
        "score": score.value,
        "coverage": score.coverage,
        "behind": drift.behind,
        "document": drift_document(drift),
    }
