"""Tables as SQL models give them, with what breaks formats in their names and cells."""

from datetime import UTC, datetime

from exporters.model import Material
from gitops_assets.core.report import Report
from gitops_assets.core.tables import Column, Kind, Table

WHEN = datetime(2026, 2, 28, 12, tzinfo=UTC)

HISTORY = Table(
    "fleet_history",
    "Every audit.",
    (Column("audit", Kind.WHOLE), Column("finished_at", Kind.MOMENT), Column("repositories", Kind.WHOLE)),
    ((12, WHEN, 11), (14, WHEN.replace(month=3, day=1), 12)),
)
OWN = Table(
    "=a:very*long/name?of[a]model that no sheet takes",
    "The fleet's own.",
    (
        Column("=cmd", Kind.TEXT),
        Column("share", Kind.NUMBER),
        Column("true", Kind.TRUTH),
        Column("at", Kind.MOMENT),
        Column("n", Kind.WHOLE),
    ),
    (("=1+1", 0.5, True, WHEN, -3), ("+x\x00\ud800", None, False, WHEN.replace(year=1), 10**17)),
    own=False,
)


def with_marts(shown: Report, *more: Table) -> Material:
    """The report with two tables, and these."""
    return Material(shown, lambda: {table.name: table for table in (HISTORY, OWN, *more)})
