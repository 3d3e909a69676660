"""One asset for each report format; all render the same rows."""

import hashlib
from collections.abc import Collection, Iterable, Iterator

import dagster as dg

from exporters import EXPORTERS, chosen
from exporters.model import Exporter, File
from gitops_assets.assets.describe import digest
from gitops_assets.assets.material import PROJECT, made_at, material_at
from resources.auditing import Auditing, Session
from resources.instance import AT_THE_COMMAND_LINE
from resources.progress import Progress
from resources.report_files import write_files

Event = dg.MaterializeResult[None]

WHOLE = frozenset({"audit", "roll_up"})
"""Jobs that write the formats that are chosen; any other run was asked for just these assets."""


def asset_name(exporter: Exporter) -> str:
    """What the asset of a format is called."""
    return exporter.file_name.replace(".", "_").replace("-", "_")


def report_file(exporter: Exporter) -> dg.AssetsDefinition:
    """The asset that keeps the files of one format up to date."""

    @dg.asset(
        name=asset_name(exporter),
        description=f"{exporter.file_name}: {exporter.title}. It renders the last complete audit.",
        deps=["fleet_report", *(model.name for model in PROJECT.marts if exporter.uses_tables)],
        group_name="reports",
        kinds={exporter.id},
        code_version="1",
        output_required=False,
    )
    def render(
        context: dg.AssetExecutionContext,
        auditing: dg.ResourceParam[Auditing],
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[Event]:
        session = auditing.session(context.run)
        if context.run.job_name in WHOLE and exporter not in formats_of(session):
            context.log.info("%s is not among reports.formats of the fleet file", exporter.id)
            return
        try:
            with progress.phase(f"Writing {exporter.file_name}", 1):
                yield _written(exporter, session)
        except Exception as error:
            # A format that cannot be written leaves the others standing; the command tells of it at its end.
            if not AT_THE_COMMAND_LINE.items() <= context.run.tags.items():
                raise
            context.log.warning("%s was not written: %s", exporter.file_name, error)
            session.unwritten[exporter.id] = error

    return render


def formats_of(session: Session) -> Collection[Exporter]:
    """The formats that an audit writes: those that its command names, else the fleet's, else the usual."""
    return chosen(session.formats or session.fleet.reports.formats)


def _written(exporter: Exporter, session: Session) -> Event:
    seen = _Digested(exporter.files(material_at(session)))
    written = write_files(session.output, seen, exporter.folder)
    session.written[exporter.id] = written.path
    made_at(session).keep(exporter.id, written)
    metadata = {
        "file": dg.MetadataValue.path(written.path),
        "files": dg.MetadataValue.int(written.files),
        "bytes": dg.MetadataValue.int(written.size),
        "audit": dg.MetadataValue.int(session.report.audit.id),
    }
    return dg.MaterializeResult(metadata=metadata, data_version=digest(seen.digests))


class _Digested:
    """Files on their way to the disk, each of which leaves its digest here."""

    def __init__(self, files: Iterable[File]) -> None:
        self.digests: list[str] = []
        self._files = files

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for file in self._files:
            self.digests.append(f"{file.path} {hashlib.sha256(file.content).hexdigest()}")
            yield file.path, file.content


REPORT_FILES = [report_file(exporter) for exporter in EXPORTERS]
