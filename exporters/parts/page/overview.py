"""The first page of the report: how it stands, where it goes, and what to do first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from exporters.model import Tables
from exporters.parts import charts, words
from exporters.parts.charts import Chart
from exporters.parts.tasks import Task, tasks_by_rule
from exporters.parts.view import View
from gitops_assets.core.compliance.score import Level
from gitops_assets.core.compliance.section import TrendPoint
from gitops_assets.core.model import Cause, Health, Severity
from gitops_assets.core.report import RepositoryRow
from gitops_assets.core.tables import Cell, Table

FIRST = 6
"""Things to do first: more at once is a list, and lists have their own page."""

WORST = 8
"""Repositories named on the first page."""

POINTS = 60
"""Audits in one chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """``delta`` is how far the score moved since the audit before, None where that is unknown."""

    charts: tuple[Chart, ...]
    delta: float | None
    tasks: Sequence[Task]
    causes: Mapping[Cause, int]
    worst: Sequence[RepositoryRow]


def overview(shown: View, models: Tables) -> Overview:
    """What stands on the first page."""
    causes = Counter(change.cause for change in shown.report.changes)
    return Overview(
        charts=tuple(_charts(shown, models)),
        delta=_delta(shown.report.quality.trend),
        tasks=tasks_by_rule(shown.report)[:FIRST],
        causes={cause: causes[cause] for cause in Cause if causes[cause]},
        worst=[row for row in shown.rows if row.health is not Health.GREEN][:WORST],
    )


def _delta(trend: Sequence[TrendPoint]) -> float | None:
    values = [point.score.value for point in trend[-2:]]
    if len(values) < 2 or values[0] is None or values[1] is None:
        return None
    return values[1] - values[0]


def _charts(shown: View, models: Tables) -> Iterable[Chart]:
    trend = shown.report.quality.trend[-POINTS:]
    if len(trend) > 1:
        yield _scores(trend)
    past = models.get("fleet_history")
    if past and len(past.rows) > 1:
        yield from _past(past)
    moved = models.get("finding_changes")
    if moved and len(moved.rows) > 1:
        yield from _moved(moved)
    levels = [record.score.level for record in shown.report.quality.repositories.values()]
    if any(levels):
        yield _levels(shown, Counter(levels))


def _scores(trend: Sequence[TrendPoint]) -> Chart:
    values = [point.score.value for point in trend]
    known = [value for value in values if value is not None]
    says = f"From {known[0]:.0f} to {known[-1]:.0f} over {len(trend)} audits" if known else "Nothing is known"
    return charts.lines(
        "Score",
        f"{says}.",
        _days([(point.audit, point.finished) for point in trend]),
        {"score": values},
        range=(0, 100),
    )


def _past(table: Table) -> Iterable[Chart]:
    rows = list(table.records())[-POINTS:]
    if not {"finished_at", *Severity} <= {column.name for column in table.columns}:
        return
    series = {str(each): [_number(row[each]) for row in rows] for each in Severity}
    sums = [sum(values) for values in zip(*series.values(), strict=True)]
    says = f"{sums[0]:,} at first, {sums[-1]:,} now, over {len(rows)} audits."
    yield charts.stacks(
        "Open findings", says, _days([(row.get("audit"), row["finished_at"]) for row in rows]), series
    )


def _moved(table: Table) -> Iterable[Chart]:
    names = {column.name for column in table.columns}
    when = next((name for name in ("finished_at", "audit") if name in names), None)
    if when is None or not {"new", "fixed"} <= names:
        return
    rows = list(table.records())[-POINTS:]
    came = [_number(row["new"]) + _number(row.get("reopened")) for row in rows]
    went = [_number(row["fixed"]) for row in rows]
    says = f"{sum(came):,} came and {sum(went):,} were fixed over {len(rows)} audits."
    series = {"came": came, "fixed": [-each for each in went]}
    yield charts.stacks(
        "Came and fixed", says, _days([(row.get("audit"), row[when]) for row in rows]), series
    )


def _levels(shown: View, counts: Mapping[Level | None, int]) -> Chart:
    known = {str(level): counts.get(level, 0) for level in Level}
    series = {level: [number if level == each else None for each in known] for level, number in known.items()}
    says = words.tally({f"at {level}": number for level, number in known.items() if number})
    left = len(shown.rows) - sum(known.values())
    more = f", {left:,} without a score" if left > 0 else ""
    return charts.stacks("Repositories by level", f"{says}{more}.", list(known), series)


def _number(value: Cell) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _days(points: Sequence[tuple[Cell, Cell]]) -> list[str]:
    """What stands below the points: their days, or the audits where one day has several."""
    days = [_day(moment) for _, moment in points]
    return days if len({*days}) == len(days) else [f"#{audit}" for audit, _ in points]


def _day(moment: Cell) -> str:
    if isinstance(moment, datetime):
        return f"{moment:%m-%d}"
    if isinstance(moment, int) and 10**8 < moment < 10**11:
        return f"{datetime.fromtimestamp(moment, UTC):%m-%d}"
    return str(moment)
