"""One asset for each report file; all render the same rows."""

import dagster as dg

from exporters import EXPORTERS
from exporters.model import Exporter
from gitops_assets.assets.describe import digest
from resources.auditing import Auditing
from resources.progress import Progress
from resources.reporting import write_report


def report_file(exporter: Exporter) -> dg.AssetsDefinition:
    """The asset that keeps one report file up to date."""

    @dg.asset(
        name=exporter.file_name.replace(".", "_"),
        description=f"{exporter.file_name}: {exporter.title}. It renders the last complete audit.",
        deps=["fleet_report"],
        group_name="reports",
        kinds={exporter.id},
        code_version="1",
    )
    def render(
        context: dg.AssetExecutionContext,
        auditing: dg.ResourceParam[Auditing],
        progress: dg.ResourceParam[Progress],
    ) -> dg.MaterializeResult[None]:
        session = auditing.session(context.run)
        with progress.phase(f"Writing {exporter.file_name}", 1):
            content = exporter.render(session.report)
            path = write_report(session.output / exporter.file_name, content)
        metadata = {
            "file": dg.MetadataValue.path(path),
            "bytes": dg.MetadataValue.int(len(content)),
            "audit": dg.MetadataValue.int(session.report.audit.id),
        }
        return dg.MaterializeResult(metadata=metadata, data_version=digest([content]))

    return render


REPORT_FILES = [report_file(exporter) for exporter in EXPORTERS]
