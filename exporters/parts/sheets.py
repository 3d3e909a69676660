"""The report as plain tables, for the formats that are read with a spreadsheet or a database."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain

from exporters.model import Material
from exporters.parts.tasks import tasks
from exporters.parts.template_sheets import template_cells, template_tables
from exporters.parts.view import rules_of
from gitops_assets.core.compliance.document import score_document
from gitops_assets.core.dependencies.section import UNSEEN, shares
from gitops_assets.core.report import Report
from gitops_assets.core.state.document import state_document
from gitops_assets.core.tables import Cell, Column, Kind, Table
from gitops_assets.core.times import EPOCH

_NAMED = 20
"""Repositories that a cell names before it counts the others; the findings have them all."""

_KINDS = {"#": Kind.WHOLE, "%": Kind.NUMBER, "@": Kind.MOMENT, "?": Kind.TRUTH}


def report_tables(material: Material) -> tuple[Table, ...]:
    """What a person wants to work with, in the order in which it is read."""
    report = material.report
    return (
        tasks_table(report),
        findings_table(report),
        repositories_table(report),
        packages_table(report),
        technologies_table(report),
        changes_table(report),
        metrics_table(material),
        *template_tables(report, _table),
    )


def model_tables(material: Material) -> tuple[Table, ...]:
    """The SQL models' tables: ours, then the fleet's own."""
    return tuple(material.tables.values())


def moment(epoch: int | None) -> datetime | None:
    """The moment of these seconds; None for one that is not known or that no calendar has."""
    if epoch is None:
        return None
    try:
        return EPOCH + timedelta(seconds=epoch)
    except OverflowError:
        return None


def tasks_table(report: Report) -> Table:
    """What to do, the most effective first."""
    columns = (
        "task#, points%, worst, findings#, critical#, high#, medium#, low#, info#, gate, title, remedy, "
        "repository_count#, repositories"
    )
    rows = (
        (
            nth,
            None if task.points is None else round(task.points, 3),
            task.worst.value,
            len(task.findings),
            *(task.severities.get(each, 0) for each in type(task.worst)),
            task.gate,
            task.title,
            task.remedy,
            len(task.repositories),
            "; ".join(task.repositories),
        )
        for nth, task in enumerate(tasks(report), 1)
    )
    said = (
        "What to do, the most effective first. One task is one remedy of one rule, wherever it is "
        "due; points is what the fleet's score gains by it, other findings aside; empty: no score is known."
    )
    return _table("tasks", said, columns, rows)


def findings_table(report: Report) -> Table:
    """Every finding, the closed ones last."""
    columns = (
        "repository, gate, severity, status, title, message, path, line#, remedy, opened@, verified@, "
        "fingerprint"
    )
    titles = {rule.id: rule.title for rule in rules_of(report)}
    rows = (
        (
            each.slug,
            each.gate,
            each.severity.value,
            each.status.value,
            titles[each.gate],
            each.message,
            each.path,
            each.line,
            each.remedy,
            moment(each.opened_at),
            moment(each.verified_at),
            each.fingerprint,
        )
        for each in report.findings
    )
    return _table("findings", "Every open finding, and those closed since the audit before.", columns, rows)


_STATE = (
    "branch, head, upstream, ahead#, behind#, staged#, unstaged#, untracked#, conflicted#, stashes#, "
    "fetched@, committed@, owner, criticality"
)


_REPOSITORY = (
    "repository, health, findings#, worst, score%, level, score_coverage%, states, "
    f"{_STATE}, tags, path, why, unknown, exempt, dependencies#, dependents#, conflicts#, skipped_files#, "
    "template_compliance%, last_template_applied"
)


def repository_columns() -> tuple[str, ...]:
    """The names of the columns that every table of repositories has, in their order."""
    return tuple(_names(_REPOSITORY))


def repositories_table(report: Report) -> Table:
    """Every repository, worst first."""
    parts = shares(report.dependencies)
    rows = []
    for row in report.repositories:
        state, share = row.state, parts.get(row.state.slug, UNSEEN)
        scored = score_document(report.quality, state.slug)
        known = state_document(state) | {
            "fetched": moment(state.fetched),
            "committed": moment(state.committed),
        }
        rows.append(
            (
                state.slug,
                row.health.value,
                row.findings,
                row.worst and row.worst.value,
                *(_cell(scored[name]) for name in ("score", "level", "coverage")),
                " ".join(state.states),
                *(_cell(known[name]) for name in _names(_STATE)),
                "; ".join(state.tags),
                state.path,
                state.why,
                "; ".join(row.unknown),
                "; ".join(row.exempt),
                *(share.dependencies, share.dependents, share.conflicts, share.skipped),
                *template_cells(report, state.slug).values(),
            )
        )
    return _table("repositories", "Every repository with its verdict, worst first.", _REPOSITORY, rows)


def packages_table(report: Report) -> Table:
    """Everything that is needed from elsewhere, once."""
    columns = (
        "name, kind, ecosystem, version_count#, versions, constraints, repository_count#, repositories, "
        "internal?, purl"
    )
    rows = (
        (
            each.name,
            each.kind.value,
            each.ecosystem,
            len(each.versions),
            _named(each.versions),
            _named(each.constraints),
            len(each.repositories),
            _named(each.repositories),
            each.internal,
            each.purl,
        )
        for each in report.dependencies.packages
    )
    return _table(
        "packages", "Everything that repositories need, once, with versions and users.", columns, rows
    )


def technologies_table(report: Report) -> Table:
    """What repositories are built and run with."""
    rows = (
        (each.name, len(each.repositories), _named(each.repositories))
        for each in report.dependencies.technologies
    )
    said = "What repositories are built and run with, as far as their manifests tell."
    return _table("technologies", said, "technology, repository_count#, repositories", rows)


def changes_table(report: Report) -> Table:
    """Each difference to the audit before, with its cause."""
    rows = (
        (each.slug, each.kind, each.subject, each.before, each.after, each.cause.value)
        for each in report.changes
    )
    said = "Each difference to the audit that this one is compared with, and its cause."
    return _table("changes", said, "repository, kind, subject, before, after, cause", rows)


def metrics_table(material: Material) -> Table:
    """Every number of the fleet that is known over time: its score, and the model ``fleet_history``."""
    history = material.tables.get("fleet_history")
    rows = [*_trend(material.report), *(_history(history) if history is not None else ())]
    said = "Every number of the fleet over time, one a row: metric says which, finished when."
    return _table("metrics", said, "metric, audit#, finished@, value%", rows)


def _trend(report: Report) -> Iterator[tuple[Cell, ...]]:
    for name in ("score", "score_coverage"):
        for point in report.quality.trend:
            score = point.score
            value = score.coverage if name == "score_coverage" else score.value
            yield name, point.audit, moment(point.finished), None if value is None else round(value, 4)


def _history(history: Table) -> Iterator[tuple[Cell, ...]]:
    measured = [
        column.name
        for column in history.columns
        if column.kind in (Kind.WHOLE, Kind.NUMBER) and column.name != "audit"
    ]
    records = list(history.records())
    for name in measured:
        for record in records:
            yield name, record.get("audit"), record.get("finished_at"), record[name]


def _table(name: str, said: str, columns: str, rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(name, said, tuple(_column(each) for each in columns.split(", ")), tuple(rows))


def _column(spelled: str) -> Column:
    kind = _KINDS.get(spelled[-1])
    return Column(spelled, Kind.TEXT) if kind is None else Column(spelled[:-1], kind)


def _names(columns: str) -> list[str]:
    return [_column(each).name for each in columns.split(", ")]


def _cell(value: object) -> Cell:
    """What a document has, as a cell: documents hold nothing else here."""
    if value is None or isinstance(value, str | int | float | datetime):
        return value
    return str(value)


def _named(names: Sequence[str]) -> str:
    more = (f"and {len(names) - _NAMED:,} more",) if len(names) > _NAMED else ()
    return "; ".join(chain(names[:_NAMED], more))
