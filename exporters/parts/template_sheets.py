"""Templates as plain tables: each repository against each template, each file, and the fleet's trend."""

from collections import Counter
from collections.abc import Callable, Iterable

from gitops_assets.core.report import Report
from gitops_assets.core.tables import Cell as Field
from gitops_assets.core.tables import Table
from gitops_assets.core.templates.document import following_document
from gitops_assets.core.templates.model import Cell, Drift
from gitops_assets.core.templates.scoring import template_score

Make = Callable[[str, str, str, Iterable[tuple[Field, ...]]], Table]
"""How a table is made of its name, its description, its columns as they are spelled, and its rows."""

_CELLS = ", ".join(f"{cell}#" for cell in Cell)


def template_tables(report: Report, make: Make) -> tuple[Table, ...]:
    """No table where no repository follows a template: most fleets would only see empty ones."""
    section = report.templates
    if not section.drifts:
        return ()
    return (
        make(
            "templates",
            "How well each repository keeps to each template that it follows.",
            "repository, template, version, newest, applied?, assigned?, behind#, score%, level, "
            f"{_CELLS}, missing_required, unknown",
            map(_following, section.drifts),
        ),
        make(
            "drift",
            "Each file of the templates that repositories follow, with its cell in the drift matrix.",
            "repository, template, version, newest, path, cell, line#, end_line#, weight%",
            (row for drift in section.drifts for row in _files(drift)),
        ),
        make(
            "template_rules",
            "Each demand of each template over the fleet; points is what repositories lose by it together.",
            f"template, demand, path, failing#, points%, {_CELLS}",
            (
                (
                    each.template,
                    each.demand.value,
                    each.path,
                    each.failing,
                    round(each.points, 3),
                    *(each.cells.get(cell, 0) for cell in Cell),
                )
                for each in section.rules
            ),
        ),
    )


def template_cells(report: Report, slug: str) -> dict[str, Field]:
    """What the line of one repository says of templates: its score, and what was applied to it last."""
    last = report.templates.applied.get(slug)
    return {
        "template_compliance": following_document(report.templates, slug)["template_compliance"],
        "last_template_applied": " ".join(filter(None, (last.template, last.version))) if last else None,
    }


def _following(drift: Drift) -> tuple[Field, ...]:
    counts = Counter(each.cell for each in drift.files)
    score = template_score(drift)
    return (
        drift.slug,
        drift.template,
        drift.version.tag if drift.version else None,
        drift.latest.tag,
        drift.applied,
        drift.assigned,
        drift.behind,
        None if score.value is None else round(score.value, 3),
        score.level and score.level.value,
        *(counts[cell] for cell in Cell),
        "; ".join(drift.missing_required),
        drift.unknown,
    )


def _files(drift: Drift) -> Iterable[tuple[Field, ...]]:
    for each in drift.files:
        yield (
            drift.slug,
            drift.template,
            drift.version.tag if drift.version else None,
            drift.latest.tag,
            each.path,
            each.cell.value,
            each.line,
            each.end_line,
            each.weight,
        )
