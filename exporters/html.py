"""The report as one HTML file that needs nothing else: no network, no server, no JavaScript to be read."""

from collections.abc import Iterator
from types import MappingProxyType

from markupsafe import Markup

from exporters.model import Exporter, File, Material, Tables
from exporters.parts.page import markup
from exporters.parts.page.columns import embedded
from exporters.parts.page.document import document
from exporters.parts.view import view
from gitops_assets.core.report import Report


def files(material: Material) -> Iterator[File]:
    """``report.html``."""
    yield File("report.html", render(material.report, material.tables))


def render(report: Report, tables: Tables = MappingProxyType({})) -> bytes:
    """The one file that needs no other."""
    shown = view(report)
    holder = Markup('<script type="application/gzip" id="data">{}</script>')
    return markup.page(
        shown,
        tables,
        holder.format(embedded(document(shown, tables))),
        markup.policy(markup.style(), markup.program()),
    )


EXPORTER = Exporter(
    id="html",
    title="To look at, on any screen and on paper",
    file_name="report.html",
    media_type="text/html; charset=utf-8",
    files=files,
    by_default=True,
    uses_tables=True,
)
