"""The findings as SARIF 2.1.0 (OASIS, errata 01), within what code scanning accepts.

One bad result loses a whole upload, so everything that came out of a repository is made to fit: URIs are
relative and percent-encoded, lines start at 1, texts are never empty. Findings that are fixed or waived are
left out: a reader closes what is not there any more. URIs begin with the repository's slug, for those who
look at the whole fleet; to upload, there is a file for each repository (``sarif-repositories``).
"""

from exporters.model import Exporter, of_report
from exporters.parts.sarif_limits import evenly
from exporters.parts.sarif_run import Frame, log, run_of
from exporters.parts.sarif_uris import provenance, relative
from gitops_assets.core.report import Report


def fleet_frame(report: Report, kind: str = "gitops-assets") -> Frame:
    """What runs over the whole fleet have in common."""
    return Frame(
        report=report,
        category=f"{kind}/{relative(report.fleet, '')}",
        provenance=provenance(report),
        base="The folder that holds every repository under its slug.",
        every=True,
    )


def render(report: Report) -> bytes:
    """``report.sarif``: the whole fleet, in one run unless there are more than 5,000 findings."""
    frame = fleet_frame(report)
    runs, known = evenly(report.open_findings), frame.known()
    return log([run_of(frame, found, known, part=nth, parts=len(runs)) for nth, found in enumerate(runs, 1)])


EXPORTER = Exporter(
    id="sarif",
    title="Findings, for code scanning and editors",
    file_name="report.sarif",
    media_type="application/sarif+json",
    files=of_report("report.sarif", render),
    by_default=True,
)
