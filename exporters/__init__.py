"""Every file a report can be written to, in reading order."""

from exporters import csv_repositories, html, json_report, markdown, sarif
from gitops_assets.core.registry import Registry

EXPORTERS = Registry(
    (
        json_report.EXPORTER,
        csv_repositories.EXPORTER,
        markdown.EXPORTER,
        html.EXPORTER,
        sarif.EXPORTER,
    )
)
