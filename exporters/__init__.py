"""Every file a report can be written to, in reading order."""

from collections.abc import Collection

from exporters import csv_repositories, html, json_report, markdown, pdf, sarif
from exporters.model import Exporter
from gitops_assets.core.registry import Registry

EXPORTERS = Registry(
    (
        json_report.EXPORTER,
        csv_repositories.EXPORTER,
        markdown.EXPORTER,
        html.EXPORTER,
        sarif.EXPORTER,
        pdf.EXPORTER,
    )
)

ALL = "all"


def chosen(ids: Collection[str] | None) -> tuple[Exporter, ...]:
    """The formats of these ids in reading order; the usual ones for None, every one for ``all``.

    Raises ``LookupError``, which names the nearest, for an id that no format has.
    """
    if ids is None:
        return tuple(each for each in EXPORTERS if each.by_default)
    wanted = {EXPORTERS.get(each).id for each in ids if each != ALL}
    return tuple(each for each in EXPORTERS if ALL in ids or each.id in wanted)
