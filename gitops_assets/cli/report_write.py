"""Writing a report in the formats that were asked for; one that fails leaves the others standing."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import click

from exporters import ALL, EXPORTERS
from exporters.model import Exporter, File, Material, Unavailable
from exporters.parts.site import FOLDER, site
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.spelled import Spelled
from resources.report_files import ReportUnwritten, Written, write_files

FORMATS = Spelled([*EXPORTERS.ids, ALL])


def write_all(
    material: Material, exporters: Collection[Exporter], folder: Path
) -> Iterator[tuple[Exporter, Written | Exception]]:
    """Write these formats below the folder, and say of each what was written or why it was not."""
    for exporter in exporters:
        try:
            yield exporter, write_files(folder, _pairs(exporter.files(material)), exporter.folder)
        except Exception as error:  # noqa: BLE001 - whatever breaks one format, the others are written
            yield exporter, error


def write_site(material: Material, folder: Path) -> Written:
    """Write the HTML report as a folder for a static host; raises ``Stop`` when it cannot be written."""
    try:
        return write_files(folder, _pairs(site(material)), FOLDER)
    except ReportUnwritten as error:
        raise Stop(Exit.BROKEN, str(error)) from None


def tell_unwritten(unwritten: Mapping[str, Exception]) -> None:
    """Raise ``Stop`` when formats are missing, with the reason of each."""
    reasons = {name: _reason(error) for name, error in unwritten.items()}
    if not reasons:
        return
    first, *others = reasons
    for name in others:
        click.echo(f"{name} was not written either: {reasons[name]}", err=True)
    raise Stop(Exit.BROKEN, f"{reasons[first]} Not written: {', '.join(reasons)}.")


def _reason(error: Exception) -> str:
    if isinstance(error, ReportUnwritten | Unavailable):
        return str(error)
    return f"a format broke ({type(error).__name__}: {error}): a fault of gitops-assets; please report it."


def _pairs(files: Iterable[File]) -> Iterator[tuple[str, bytes]]:
    return ((file.path, file.content) for file in files)
