"""Writing a report in the formats that were asked for; one that fails leaves the others standing."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from exporters import ALL, EXPORTERS
from exporters.model import Exporter, File, Material, Unavailable
from exporters.parts.site import FOLDER, site
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.spelled import Spelled
from resources.report_files import Made, ReportUnwritten, Written, write_files

FORMATS = Spelled([*EXPORTERS.ids, ALL])


def write_all(
    material: Material, made: Made, exporters: Collection[Exporter], folder: Path
) -> Iterator[tuple[Exporter, Written | Exception]]:
    """Write these formats below the folder, and say of each what was written or why it was not.

    ``made`` is what the material knows of files written from it. Formats that others take come first; those
    that another program makes are started then, and told last.
    """

    def write(exporter: Exporter) -> Written | Exception:
        try:
            written = write_files(folder, _pairs(exporter.files(material)), exporter.folder)
        except Exception as error:  # noqa: BLE001 - whatever breaks one format, the others are written
            return error
        made.keep(exporter.id, written)
        return written

    first, elsewhere, others = _ordered(exporters)
    if any(each.uses_tables for each in elsewhere):
        _ = material.tables  # here, because a store is asked by the thread that opened it
    yield from ((each, write(each)) for each in first)
    with ThreadPoolExecutor(max_workers=1) as pool:
        begun = [(each, pool.submit(write, each)) for each in elsewhere]
        yield from ((each, write(each)) for each in others)
        yield from ((each, written.result()) for each, written in begun)


def _ordered(
    exporters: Collection[Exporter],
) -> tuple[Sequence[Exporter], Sequence[Exporter], Sequence[Exporter]]:
    """What others take, what another program makes, and the rest; each in reading order."""
    taken = {name for each in exporters for name in each.takes}
    first = [each for each in exporters if each.id in taken]
    elsewhere = [each for each in exporters if each.elsewhere and each not in first]
    return first, elsewhere, [each for each in exporters if each not in first and not each.elsewhere]


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
