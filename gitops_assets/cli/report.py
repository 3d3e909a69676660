"""``gitops-assets report``: any past audit in any format, from the store alone."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from exporters import chosen
from exporters.model import Material, Unavailable
from gitops_assets.assets.material import material_of
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.cli.moments import MOMENT
from gitops_assets.cli.report_choice import Choice
from gitops_assets.cli.report_list import document, format_lines, formats_json, lines
from gitops_assets.cli.report_write import FORMATS, tell_unwritten, write_all, write_site
from gitops_assets.core.report import Report
from resources.home import Home, find_home
from resources.report_files import Made
from resources.reporting import outline_of, report_of
from resources.store.store import Store

_FLEET = "Of this fleet, where several share the home: its name, its fleet file, or one of its folders."


@click.command("report")
@click.argument("formats", nargs=-1, type=FORMATS, metavar="FORMAT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Write files here.")
@click.option(
    "--site", type=click.Path(path_type=Path), metavar="DIR", help="Write the HTML report as a site."
)
@click.option("--as-of", metavar="WHEN", help=f"The audit that was the last one then. {MOMENT}")
@click.option("--since", metavar="WHEN", help="Compare with the last audit of then, not with the one before.")
@click.option("--fleet", metavar="FLEET", help=_FLEET)
@click.option("--list", "listing", is_flag=True, help="List the audits to choose from instead.")
@click.option("--list-formats", "naming", is_flag=True, help="List the formats to choose from instead.")
@click.option("--last", default=20, show_default=True, metavar="N", help="How many audits to list.")
@click.option("--json", "as_json", is_flag=True, help="List them as one JSON document.")
def command(
    formats: Sequence[str],
    output: Path | None,
    site: Path | None,
    as_of: str | None,
    since: str | None,
    *,
    fleet: str | None,
    last: int,
    listing: bool,
    naming: bool,
    as_json: bool,
) -> int:
    """Render the report of an audit again, in each FORMAT, all of them, or without one the usual.

    --site writes a folder for a static web host, and nothing else unless a FORMAT is named too.

    One format without -o goes to the standard output if it is one file; otherwise files are written.
    Nothing is looked at again: the answer comes from the store, and the same question always gives the same
    bytes.
    """
    if naming:
        for line in formats_json() if as_json else format_lines():
            click.echo(line)
        return Exit.FINE
    if as_json and not listing:
        raise Stop(
            Exit.USAGE, "--json belongs to --list; for the report itself ask for the format: report json."
        )
    with told():
        home = find_home()
    with told(), Store.open(home.store_url) as store:
        store.check()
        choice = Choice(store, home, fleet)
        if listing:
            _list(choice, max(last, 1), as_json=as_json)
        else:
            report = _chosen(choice, as_of, since)
            made = Made()
            material = material_of(store, report, _tell, made)
            if site is not None:
                click.echo(write_site(material, site.absolute()).path)
            if site is None or formats:
                _write(material, made, formats, output, home)
    return Exit.FINE


def _tell(fault: str) -> None:
    click.echo(f"a model is left out: {fault}", err=True)


def _chosen(choice: Choice, as_of: str | None, since: str | None) -> Report:
    audit = choice.audit(as_of)
    base = choice.base(since, audit).id if since else None
    if as_of is None and choice.fleet is None and (others := choice.others(audit)):
        named = ", ".join(sorted({row.fleet for row in others}))
        click.echo(
            f"This is the last audit, of {audit.fleet} ({', '.join(audit.roots)}); the home has other fleets "
            f"too ({named}): choose with --fleet.",
            err=True,
        )
    return report_of(choice.store, audit.id, since=base)


def _write(material: Material, made: Made, formats: Sequence[str], output: Path | None, home: Home) -> None:
    wanted = chosen(formats or None)
    if output is None and len(wanted) == 1 and formats and wanted[0].folder is None:
        try:
            content = wanted[0].render(material)
        except Unavailable as why:
            raise Stop(Exit.BROKEN, str(why)) from None
        sys.stdout.buffer.write(content)
        return
    unwritten = {}
    for exporter, written in write_all(material, made, wanted, (output or home.reports).absolute()):
        if isinstance(written, Exception):
            unwritten[exporter.id] = written
            continue
        more = f" and {written.files - 1:,} more in {exporter.folder}/" if written.files > 1 else ""
        click.echo(f"{written.path}{more}")
    tell_unwritten(unwritten)


def _list(choice: Choice, last: int, *, as_json: bool) -> None:
    outlines = [outline_of(choice.store, row) for row in choice.listed(last)]
    for line in [json.dumps(document(outlines), indent=1)] if as_json else lines(outlines):
        click.echo(line)
