"""The audits of a store, a line each: what there is to ask for with ``--as-of`` and ``--since``."""

import json
from collections.abc import Iterator, Sequence

import click

from exporters import EXPORTERS
from exporters.model import Exporter
from gitops_assets.cli.columns import aligned
from gitops_assets.core.gates.words import counted
from gitops_assets.core.model import Health
from gitops_assets.core.text import display
from gitops_assets.core.times import iso
from resources.reporting import Outline

SCHEMA = "gitops-assets/audits/1"
FORMATS_SCHEMA = "gitops-assets/formats/1"

_COLOURS = {Health.RED: "red", Health.YELLOW: "yellow", Health.GREEN: "green"}


def lines(outlines: Sequence[Outline]) -> Iterator[str]:
    """One aligned line an audit, newest first."""
    if not outlines:
        yield "No audit is in the store yet; run `gitops-assets audit ROOT`."
        return
    yield from aligned([_cells(outline) for outline in outlines])


def document(outlines: Sequence[Outline]) -> dict[str, object]:
    """The same for machines; ``null`` is what an audit that was not completed does not know."""
    return {"schema": SCHEMA, "audits": [_entry(outline) for outline in outlines]}


def format_lines() -> Iterator[str]:
    """One aligned line a format: its id, its file, what it is for, and whether it is written unasked."""
    yield from aligned(
        [
            [
                click.style(each.id, bold=True),
                _files(each),
                each.title,
                "" if each.by_default else "when asked",
            ]
            for each in EXPORTERS
        ]
    )


def formats_json() -> Iterator[str]:
    """The same for machines."""
    known = [
        {
            "id": each.id,
            "title": each.title,
            "file": each.file_name,
            "folder": each.folder,
            "media_type": each.media_type,
            "by_default": each.by_default,
        }
        for each in EXPORTERS
    ]
    yield json.dumps({"schema": FORMATS_SCHEMA, "formats": known}, indent=1)


def _files(exporter: Exporter) -> str:
    return f"{exporter.file_name}, {exporter.folder}/" if exporter.folder else exporter.file_name


def _cells(outline: Outline) -> list[str]:
    row = outline.row
    verdict = click.style(outline.health, fg=_COLOURS[outline.health]) if outline.health else row.status
    repositories = "" if outline.repositories is None else _repositories(outline.repositories)
    findings = "" if outline.findings is None else counted(outline.findings, "finding")
    when = (iso(row.finished or row.started) or "").replace("T", " ").removesuffix("Z")
    roots = ", ".join(map(display, row.roots))
    return [
        click.style(str(row.id), bold=True),
        when,
        verdict,
        repositories,
        findings,
        display(row.fleet),
        roots,
    ]


def _repositories(count: int) -> str:
    return "1 repository" if count == 1 else f"{count:,} repositories"


def _entry(outline: Outline) -> dict[str, object]:
    row = outline.row
    return {
        "id": row.id,
        "started": iso(row.started),
        "finished": iso(row.finished),
        "status": row.status,
        "fleet": display(row.fleet),
        "fleet_file": row.fleet_file and display(row.fleet_file),
        "roots": [display(root) for root in row.roots],
        "health": outline.health,
        "repositories": outline.repositories,
        "findings": outline.findings,
    }
