"""The store's part that knows what audits cost."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, func, insert, select

from resources.store.engine import Database
from resources.store.schema import AUDITS, storable
from resources.store.versions import batches
from resources.store.vitality_tables import PHASES

DETAILED = 20
"""Complete audits of whose repositories the times are kept; what phases took is kept of all."""

_P = PHASES.c


@dataclass(frozen=True, slots=True)
class Phase:
    """How long a phase took, or one repository of it (``slug``); ``position`` is its place in the audit."""

    phase: str
    position: int
    repositories: int
    microseconds: int
    slug: str = ""


class PhaseStore:
    """Every method is one transaction and raises as the store does."""

    def __init__(self, opened: Database) -> None:
        self.database = opened

    def record(self, audit: int, phases: Sequence[Phase]) -> None:
        """What an audit took, instead of what was said of it before; forgets the details of old ones."""
        rows = [{"audit": audit, **asdict(each), "slug": storable(each.slug)} for each in phases]
        with self.database.writing() as connection:
            connection.execute(delete(PHASES).where(_P.audit == audit))
            for batch in batches(rows):
                connection.execute(insert(PHASES), batch)
            newest = select(AUDITS.c.id).where(AUDITS.c.status == "complete").order_by(AUDITS.c.id.desc())
            kept = newest.limit(DETAILED).subquery()
            oldest = connection.execute(select(func.min(kept.c.id))).scalar()
            if oldest is not None:
                connection.execute(delete(PHASES).where(_P.slug != "", _P.audit < oldest))

    def of(self, audit: int) -> tuple[Phase, ...]:
        """What an audit took, phase by phase."""
        query = select(_P.phase, _P.position, _P.repositories, _P.microseconds, _P.slug)
        told = query.where(_P.audit == audit).order_by(_P.position, _P.slug)
        with self.database.reading() as connection:
            return tuple(Phase(*row) for row in connection.execute(told))
