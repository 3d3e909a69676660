"""The report as an Excel workbook: one typed sheet a table, to sort, filter and count in.

Every sheet has a header that stays and filters; severities, health and scores are coloured; a repository
leads to its line on the sheet of repositories, and from there to its forge where that has a web address.
"""

from collections.abc import Iterable, Iterator, Sequence

from exporters.model import Exporter, File, Material
from exporters.parts import words
from exporters.parts.sarif_uris import remote_url
from exporters.parts.sheets import model_tables, moment, report_tables
from exporters.parts.workbook import Cut, Link, Sheet, workbook
from gitops_assets.core.report import Report, summarise
from gitops_assets.core.times import EPOCH, iso

FILE = "report.xlsx"
_LONGEST_ADDRESS = 2_000


def files(material: Material) -> Iterator[File]:
    """``report.xlsx``."""
    yield File(FILE, render(material))


def render(material: Material) -> bytes:
    """The workbook; its date is that of the audit."""
    report = material.report
    inside = _lines_of_repositories(report)
    own = [
        Sheet(table, {"repository": _forge(report) if table.name == "repositories" else inside})
        for table in report_tables(material)
    ]
    models = [Sheet(table, {"slug": inside}) for table in model_tables(material)]
    sheets = [*own, *models]

    def about(cut: Cut, names: Sequence[str]) -> Iterable[Sequence[str]]:
        yield from _about(report)
        yield from (("Left out", sentence) for sentence in cut.told())
        yield ()
        yield from ((name, sheet.table.description) for name, sheet in zip(names, sheets, strict=True))

    return workbook(sheets, about, moment(report.generated) or EPOCH)


def _about(report: Report) -> Iterator[Sequence[str]]:
    summary = summarise(report)
    yield "Fleet", report.fleet
    yield "Health", report.health.value
    yield "Audit", str(report.audit.id)
    yield "Generated", iso(report.generated) or words.UNKNOWN
    yield "Roots", "; ".join(report.roots)
    yield "In short", words.headline(summary)
    yield "What changed", words.comparison(report)
    yield "Known", words.coverage(report.audit)
    yield "Inventory", words.inventory(report.inventory)
    yield "Dependencies", words.dependencies(summary.dependencies)
    yield from (("Not looked into", f"{each.path}: {each.why}") for each in report.not_looked_into)
    yield from (("Idle waiver", words.idle_waiver(each)) for each in report.idle_waivers)


def _lines_of_repositories(report: Report) -> Link:
    lines = {row.state.slug: nth for nth, row in enumerate(report.repositories, 2)}

    def leads(slug: str) -> str | None:
        line = lines.get(slug)
        return None if line is None else f"internal:repositories!A{line}"

    return leads


def _forge(report: Report) -> Link:
    addresses = {row.state.slug: remote_url(row.state) for row in report.repositories}

    def leads(slug: str) -> str | None:
        address = addresses.get(slug)
        return address if address and len(address) <= _LONGEST_ADDRESS else None

    return leads


EXPORTER = Exporter(
    id="xlsx",
    title="Everything as a workbook, for Excel and LibreOffice",
    file_name=FILE,
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    files=files,
    uses_tables=True,
)
