"""What is counted in the store for those who watch it: no names, only how many and how long."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from resources.store.engine import Database
from resources.store.gate_tables import SCORES
from resources.store.schema import AUDITS, FINDINGS, REPOSITORIES


@dataclass(frozen=True, slots=True)
class LastAudit:
    """The last audit that was complete: when it ended (epoch seconds), how many seconds it took."""

    finished: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything as of now; ``score`` is the mean of the repositories that have one."""

    audits: Mapping[str, int]
    last: LastAudit | None
    repositories: int
    findings: Mapping[str, int]
    score: float | None
    lowest: float | None


def figures(database: Database) -> Figures:
    """Count; one transaction, raises as the store does."""
    with database.reading() as connection:
        mean, lowest = connection.execute(
            select(func.avg(SCORES.table.c.value), func.min(SCORES.table.c.value)).where(
                SCORES.table.c.ended.is_(None)
            )
        ).one()
        current = REPOSITORIES.table.c.ended.is_(None)
        return Figures(
            audits=_audits(connection),
            last=_last(connection),
            repositories=connection.execute(
                select(func.count()).select_from(REPOSITORIES.table).where(current)
            ).scalar_one(),
            findings=_findings(connection),
            score=mean,
            lowest=lowest,
        )


def _audits(connection: Connection) -> dict[str, int]:
    column = AUDITS.c.status
    return {row[0]: row[1] for row in connection.execute(select(column, func.count()).group_by(column))}


def _findings(connection: Connection) -> dict[str, int]:
    table = FINDINGS.table
    query = select(table.c.severity, func.count()).where(table.c.ended.is_(None)).group_by(table.c.severity)
    return {row[0]: row[1] for row in connection.execute(query)}


def _last(connection: Connection) -> LastAudit | None:
    query = (
        select(AUDITS.c.started, AUDITS.c.finished)
        .where(AUDITS.c.status == "complete", AUDITS.c.finished.is_not(None))
        .order_by(AUDITS.c.finished.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else LastAudit(row.finished, row.finished - row.started)
