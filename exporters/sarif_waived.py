"""The fleet's findings with those that somebody decided to live with, as suppressed results.

For auditors, who ask what is excused and why; code scanning would show suppressed results as open, so this is
no file to upload. A finding that a waiver closed since the audit before is told with its place. What was
waived longer ago is told once a repository and gate, with how many findings, the reason and the last day.
"""

from collections.abc import Iterator

from exporters.model import Exporter, of_report
from exporters.parts.sarif_limits import KEPT
from exporters.parts.sarif_rules import sentence
from exporters.parts.sarif_run import log, run_of
from exporters.sarif import fleet_frame
from gitops_assets.core.gates.model import fingerprint
from gitops_assets.core.model import FindingRecord, FindingStatus
from gitops_assets.core.report import Report, Rule

FILE = "waived.sarif"


def render(report: Report) -> bytes:
    """``waived.sarif``: the open findings, then the waived ones with the reason of each."""
    frame = fleet_frame(report, "gitops-assets-waived")
    known = frame.known()
    reasons = _reasons(report)
    waived = [each for each in report.findings if each.status is FindingStatus.WAIVED]
    told = {(each.slug, each.gate) for each in waived}
    answers = [
        _answer(known[gate], slug, why, report.audit.finished)
        for (slug, gate), why in reasons.items()
        if (slug, gate) not in told and gate in known
    ]
    every = [*report.open_findings, *waived, *answers]
    runs = [every[place : place + KEPT] for place in range(0, len(every), KEPT)] or [[]]
    made = [run_of(frame, found, known, part=nth, parts=len(runs)) for nth, found in enumerate(runs, 1)]
    for run, found in zip(made, runs, strict=True):
        results = run["results"]
        assert isinstance(results, list)  # noqa: S101 - as run_of makes them, for the type checker
        for result, finding in zip(results, found, strict=True):
            result["suppressions"] = list(_suppressions(finding, reasons.get((finding.slug, finding.gate))))
    return log(made)


def _reasons(report: Report) -> dict[tuple[str, str], str]:
    """Why answers are waived, by repository and gate."""
    told = (
        (row.state.slug, *each.partition(": ")[::2]) for row in report.repositories for each in row.exempt
    )
    return {(slug, gate): why for slug, gate, why in told}


def _answer(rule: Rule, slug: str, why: str, at: int) -> FindingRecord:
    """A gate's waived answer about a repository as one finding, at the repository's root."""
    return FindingRecord(
        gate=rule.id,
        slug=slug,
        severity=rule.severity,
        message=f"{rule.title}: {why}",
        path=".",
        line=1,
        remedy="Do what the rule says, then take the waiver away.",
        fingerprint=fingerprint(slug, rule.id, "waived answer"),
        status=FindingStatus.WAIVED,
        opened_at=at,
        verified_at=at,
    )


def _suppressions(finding: FindingRecord, why: str | None) -> Iterator[dict[str, object]]:
    if finding.status is FindingStatus.WAIVED:
        yield {
            "kind": "external",
            "status": "accepted",
            "justification": sentence(why or "A waiver excuses it."),
        }


EXPORTER = Exporter(
    id="sarif-waived",
    title="Findings with the waived ones, for auditors",
    file_name=FILE,
    media_type="application/sarif+json",
    files=of_report(FILE, render),
)
