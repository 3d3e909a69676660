"""Every file a report can be written to, in reading order."""

from collections.abc import Collection

from exporters import (
    badges,
    csv_repositories,
    csv_tables,
    cyclonedx,
    evidence,
    html,
    json_report,
    markdown,
    markdown_comment,
    ndjson,
    pdf,
    sarif,
    sarif_repositories,
    sarif_waived,
    spdx,
    xlsx,
)
from exporters.model import Exporter
from gitops_assets.core.registry import Registry

EXPORTERS = Registry(
    (
        json_report.EXPORTER,
        ndjson.EXPORTER,
        csv_repositories.EXPORTER,
        csv_tables.EXPORTER,
        xlsx.EXPORTER,
        markdown.EXPORTER,
        markdown_comment.EXPORTER,
        html.EXPORTER,
        sarif.EXPORTER,
        pdf.EXPORTER,
        sarif_repositories.EXPORTER,
        sarif_waived.EXPORTER,
        cyclonedx.EXPORTER,
        spdx.EXPORTER,
        evidence.EXPORTER,
        badges.EXPORTER,
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
