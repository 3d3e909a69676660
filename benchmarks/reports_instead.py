"""What one would type instead of a format of ours, over the same rows."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib.util import find_spec

from exporters.json_report import document
from gitops_assets.core.report import Report

COLUMNS = ("gate", "slug", "severity", "message", "path", "line", "remedy", "status")


class Missing(Exception):  # noqa: N818 - reads as the sentence it is
    """A library to compare with is not installed."""


@dataclass(frozen=True, slots=True)
class Other:
    """``work`` gives how many bytes it made; ``format`` is ours that it stands beside."""

    format: str
    work: Callable[[Report], int]


def _rows(report: Report) -> Iterable[tuple[object, ...]]:
    return (tuple(str(getattr(each, name) or "") for name in COLUMNS) for each in report.findings)


def _json(report: Report) -> int:
    return len(json.dumps(document(report), indent=1, ensure_ascii=False))


def _plain_sarif(report: Report) -> int:
    """The least that SARIF asks for: rule, level, message, place."""
    results = [
        {
            "ruleId": each.gate,
            "level": "warning",
            "message": {"text": each.message},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": f"{each.slug}/{each.path}"}}}],
            "partialFingerprints": {"own/v1": each.fingerprint},
        }
        for each in report.open_findings
    ]
    rules = [{"id": rule.id, "fullDescription": {"text": rule.doc}} for rule in report.rules.values()]
    run = {"tool": {"driver": {"name": "own", "rules": rules}}, "results": results}
    return len(json.dumps({"version": "2.1.0", "runs": [run]}, indent=1))


def _csv(report: Report) -> int:
    out = io.StringIO()
    csv.writer(out).writerows(
        [COLUMNS, *(map(str, asdict(row.state).values()) for row in report.repositories)]
    )
    return len(out.getvalue())


def _frame_html(report: Report) -> int:
    import pandas as pd  # noqa: PLC0415 - a second that other measurements need not wait

    return len(pd.DataFrame(list(_rows(report)), columns=list(COLUMNS)).to_html())


def _frame_xlsx(report: Report) -> int:
    import pandas as pd  # noqa: PLC0415 - likewise

    if find_spec("openpyxl") is None:
        raise Missing("openpyxl is not installed")
    out = io.BytesIO()
    pd.DataFrame(list(_rows(report)), columns=list(COLUMNS)).to_excel(out, index=False, engine="openpyxl")
    return len(out.getvalue())


INSTEAD = {
    "json.dumps of the same document": Other("json", _json),
    "json.dumps of the barest SARIF": Other("sarif", _plain_sarif),
    "csv.writer over the states": Other("csv", _csv),
    "pandas.to_html of the findings alone": Other("html", _frame_html),
    "pandas.to_excel (openpyxl) of the findings alone": Other("xlsx", _frame_xlsx),
}
