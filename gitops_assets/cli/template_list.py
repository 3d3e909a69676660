"""``gitops-assets template list``: which templates there are."""

from typing import Any

import click

from gitops_assets.cli.columns import aligned
from gitops_assets.cli.exits import Exit
from gitops_assets.cli.template_context import (
    catalogue_of,
    fetch_option,
    fleet_option,
    json_option,
    print_json,
    reported,
)
from gitops_assets.core.remote_url import redact
from gitops_assets.core.templates.assigning import Use
from gitops_assets.core.templates.model import Template
from gitops_assets.core.text import display
from resources.templates.errors import TemplateError

_SCHEMA = "gitops-assets/templates/1"


@click.command("list")
@fleet_option
@fetch_option
@json_option
def command(file: str | None, *, fetch: bool, as_json: bool) -> int:
    """List the templates that come with this project and those of fleet.yaml.

    Exit codes: 0 fine, 1 a template cannot be read, 2 wrong usage or configuration.
    """
    with reported():
        catalogue = catalogue_of(file, fetch=fetch)
        found = [(catalogue.uses[name], each) for name, each in catalogue.survey()]
    if as_json:
        print_json({"schema": _SCHEMA, "templates": [_document(*each) for each in found]})
    else:
        for line in aligned([_cells(*each) for each in found]) if found else ["There are no templates."]:
            click.echo(line)
    broken = any(isinstance(each, TemplateError) for _, each in found)
    return Exit.FINDINGS if broken else Exit.FINE


def _document(use: Use, found: Template | TemplateError) -> dict[str, Any]:
    sound = found if isinstance(found, Template) else None
    return {
        "name": use.name,
        "title": sound.overlay.title if sound else "",
        "source": redact(use.source),
        "version": sound.versions[0].tag if sound else None,
        "versions": [version.tag for version in sound.versions] if sound else [],
        "wanted": use.version,
        "repositories": list(use.repositories),
        "tags": list(use.tags),
        "fault": None if sound else str(found),
    }


def _cells(use: Use, found: Template | TemplateError) -> list[str]:
    name = click.style(use.name, bold=True)
    if isinstance(found, TemplateError):
        return [name, "", click.style(display(str(found)), fg="red"), ""]
    tag = found.versions[0].tag or found.versions[0].oid[:12]
    return [
        name,
        display(tag),
        display(found.overlay.title),
        click.style(display(redact(use.source)), dim=True),
    ]
