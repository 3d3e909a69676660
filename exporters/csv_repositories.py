"""One line a repository, for spreadsheets (RFC 4180, UTF-8).

A spreadsheet runs a cell that starts with ``=``, ``+``, ``-`` or ``@`` as a formula (OWASP, CSV injection).
Such a cell gets a leading apostrophe, and so does one that starts with a tab, a line break or an apostrophe:
a reader who wants the exact text takes one leading apostrophe off.
"""

import csv
import io
from collections.abc import Mapping, Sequence

from exporters.model import Exporter, of_report
from exporters.parts.sheets import repository_columns
from exporters.parts.template_sheets import template_cells
from exporters.parts.text import scalar
from gitops_assets.core.compliance.document import score_document
from gitops_assets.core.dependencies.section import UNSEEN, Share, shares
from gitops_assets.core.report import Report, RepositoryRow
from gitops_assets.core.state.document import state_document

COLUMNS = ("slug", *repository_columns()[1:])
"""Those of the sheet of repositories; what is a repository there was always a slug here."""

# The last four are the full-width forms, which some spreadsheets read as the plain ones.
_ACTIVE = tuple("=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20")


def render(report: Report) -> bytes:
    """``repositories.csv``; states are joined by a space, other lists by a semicolon and a space."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    parts = shares(report.dependencies)
    writer.writerows(
        _line(row, parts.get(row.state.slug, UNSEEN), _scored(report, row.state.slug))
        for row in report.repositories
    )
    return out.getvalue().encode()


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = scalar(text)
    return f"'{text}" if text.startswith(_ACTIVE) else text


def _scored(report: Report, slug: str) -> Mapping[str, object]:
    return {**score_document(report.quality, slug), **template_cells(report, slug)}


def _line(row: RepositoryRow, share: Share, scored: Mapping[str, object]) -> Sequence[str]:
    shown = state_document(row.state) | {
        "health": row.health,
        "findings": row.findings,
        "worst": row.worst,
        "score": scored["score"],
        "level": scored["level"],
        "score_coverage": scored["coverage"],
        "states": " ".join(row.state.states),
        "tags": "; ".join(row.state.tags),
        "unknown": "; ".join(row.unknown),
        "exempt": "; ".join(row.exempt),
        "dependencies": share.dependencies,
        "dependents": share.dependents,
        "conflicts": share.conflicts,
        "skipped_files": share.skipped,
        **{name: scored[name] for name in ("template_compliance", "last_template_applied")},
    }
    return ["" if shown[column] is None else cell(str(shown[column])) for column in COLUMNS]


EXPORTER = Exporter(
    id="csv",
    title="One line a repository, for spreadsheets",
    file_name="repositories.csv",
    media_type="text/csv; charset=utf-8; header=present",
    files=of_report("repositories.csv", render),
    by_default=True,
)
