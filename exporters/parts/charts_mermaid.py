"""Charts that forges draw inside of Markdown: numbers and our own words, nothing out of a repository.

Source: Mermaid's `pie <https://mermaid.js.org/syntax/pie.html>`_ and
`xychart <https://mermaid.js.org/syntax/xyChart.html>`_.
"""

from collections.abc import Sequence

from gitops_assets.core.compliance.section import TrendPoint
from gitops_assets.core.report import Summary
from gitops_assets.core.times import iso


def severities(summary: Summary) -> str:
    """A pie of the open findings; empty without any."""
    if not summary.severities:
        return ""
    slices = [f'  "{severity}" : {number}' for severity, number in summary.severities.items()]
    return "\n".join(("pie showData title Open findings by severity", *slices)) + "\n"


def trend(points: Sequence[TrendPoint]) -> str:
    """The fleet's score over its last audits; empty where fewer than two are known."""
    known = [(point, point.score.value) for point in points if point.score.value is not None]
    if len(known) < 2:
        return ""
    days = ", ".join(f'"{_day(point)}"' for point, _ in known)
    values = ", ".join(f"{value:.1f}" for _, value in known)
    return (
        'xychart-beta\n  title "Score of the fleet"\n'
        f'  x-axis [{days}]\n  y-axis "of 100" 0 --> 100\n  line [{values}]\n'
    )


def _day(point: TrendPoint) -> str:
    return (iso(point.finished) or "")[5:10] + f" #{point.audit}"
