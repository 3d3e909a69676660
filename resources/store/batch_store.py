"""The store's part that remembers batches, so that one that was cut short is taken up where it stood."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, insert, select, update

from resources.store.batch_tables import BATCHES, MEMBERS
from resources.store.engine import Database
from resources.store.schema import storable
from resources.store.versions import batches as bundles

_B, _M = BATCHES.c, MEMBERS.c
QUEUED = "queued"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One batch; ``asked`` is what the command said. ``finished`` is None while some are left."""

    id: str
    template: str
    version: str
    asked: Mapping[str, Any]
    created: int
    finished: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One repository of a batch and how it stands; ``path`` is its folder."""

    slug: str
    path: bytes
    state: str
    application: str | None
    why: str


class BatchStore:
    """Every method is one transaction and raises as the store does. Times are epoch seconds."""

    def __init__(self, opened: Database, clock: Callable[[], float] = time.time) -> None:
        self.database = opened
        self._clock = clock

    def begin(
        self, template: str, version: str, asked: Mapping[str, Any], members: Sequence[tuple[str, bytes]]
    ) -> str:
        """Remember a new batch, all of it queued; gives its id."""
        batch = f"batch_{uuid4().hex[:10]}"
        row = {
            "id": batch,
            "template": template,
            "version": version,
            "asked": json.dumps(asked, sort_keys=True),
            "created": int(self._clock()),
        }
        rows = [
            {
                "batch": batch,
                "nth": nth,
                "slug": storable(slug),
                "path": path,
                "state": QUEUED,
                "why": "",
            }
            for nth, (slug, path) in enumerate(members)
        ]
        with self.database.writing() as connection:
            connection.execute(insert(BATCHES), row)
            for bundle in bundles(rows):
                connection.execute(insert(MEMBERS), bundle)
        return batch

    def note(self, batch: str, slug: str, state: str, application: str | None = None, why: str = "") -> None:
        """How a repository of the batch stands now."""
        mine = update(MEMBERS).where(_M.batch == batch, _M.slug == storable(slug))
        with self.database.writing() as connection:
            connection.execute(mine.values(state=state, application=application, why=storable(why)))

    def finish(self, batch: str) -> None:
        """Nothing is left of it."""
        with self.database.writing() as connection:
            ended = update(BATCHES).where(_B.id == batch)
            connection.execute(ended.values(finished=int(self._clock())))

    def members(self, batch: str) -> tuple[MemberRow, ...]:
        """Its repositories, in the order in which they were named."""
        with self.database.reading() as connection:
            rows = connection.execute(select(MEMBERS).where(_M.batch == batch).order_by(_M.nth)).all()
        return tuple(
            MemberRow(
                slug=row.slug,
                path=bytes(row.path),
                state=row.state,
                application=row.application,
                why=row.why,
            )
            for row in rows
        )

    def get(self, batch: str) -> BatchRow | None:
        """One batch; None when there is none of that id."""
        with self.database.reading() as connection:
            row = connection.execute(select(BATCHES).where(_B.id == batch)).first()
        return None if row is None else _batch(row)

    def unfinished(self) -> BatchRow | None:
        """The newest batch that was cut short."""
        query = select(BATCHES).where(_B.finished.is_(None)).order_by(_B.created.desc(), _B.id)
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _batch(row)


def _batch(row: Row[Any]) -> BatchRow:
    return BatchRow(
        id=row.id,
        template=row.template,
        version=row.version,
        asked=json.loads(row.asked),
        created=row.created,
        finished=row.finished,
    )
