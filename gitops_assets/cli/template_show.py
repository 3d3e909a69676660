"""``gitops-assets template show``: what one template asks, demands and merges."""

from collections.abc import Iterator
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
    version_option,
)
from gitops_assets.core.remote_url import redact
from gitops_assets.core.templates.model import Question, Template
from gitops_assets.core.text import display

_SCHEMA = "gitops-assets/template/1"
_MOST = 20


@click.command("show")
@click.argument("name", metavar="TEMPLATE")
@fleet_option
@version_option
@fetch_option
@json_option
def command(name: str, file: str | None, wanted: str, *, fetch: bool, as_json: bool) -> int:
    """Show what TEMPLATE asks, which files it demands, how they meet yours, and which versions it has.

    TEMPLATE is a name, a folder or a URL. Exit codes: 0 fine, 2 wrong usage or no such template.
    """
    with reported():
        catalogue = catalogue_of(file, fetch=fetch)
        known = catalogue.get(name)
        template = catalogue.at(known, catalogue.version(known, wanted))
    tags = [version.tag for version in known.versions if version.tag]
    if as_json:
        print_json(_document(template, tags))
    else:
        for line in _lines(template, tags):
            click.echo(line)
    return Exit.FINE


def _document(template: Template, tags: list[str]) -> dict[str, Any]:
    overlay = template.overlay
    return {
        "schema": _SCHEMA,
        "name": template.name,
        "title": overlay.title,
        "description": overlay.description,
        "source": redact(template.source),
        "version": template.versions[0].tag,
        "oid": template.versions[0].oid,
        "versions": tags,
        "extends": list(overlay.extends),
        "questions": [_question(each) for each in template.every_question],
        "rules": [
            {"path": rule.path, "merge": rule.merge, "executable": rule.executable, "weight": rule.weight}
            for rule in overlay.rules
        ],
        "required_files": list(overlay.required_files),
        "required_folders": list(overlay.required_folders),
        "notes": list(template.notes),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "type": question.type,
        "help": question.help,
        "default": None if question.secret else question.default,
        "choices": list(question.choices),
        "required": question.required,
        "secret": question.secret,
    }


def _lines(template: Template, tags: list[str]) -> Iterator[str]:
    overlay, version = template.overlay, template.versions[0]
    title = f": {display(overlay.title)}" if overlay.title else ""
    yield click.style(template.name, bold=True) + title
    yield from filter(None, map(display, overlay.description.splitlines()))
    tag = display(version.tag or "without a tag")
    yield f"From {display(redact(template.source))}, {tag} ({version.oid[:12]})."
    if tags:
        yield f"Versions: {', '.join(map(display, tags[:_MOST]))}{' …' if len(tags) > _MOST else ''}."
    if overlay.extends:
        yield f"Rendered after {', '.join(map(display, overlay.extends))}."
    yield from _section("Questions:", [_asked(each) for each in template.every_question])
    yield from _section(
        "Rules:", [[display(rule.path), rule.merge, f"weight {rule.weight:g}"] for rule in overlay.rules]
    )
    yield from _section(
        "Demands:", [[display(each)] for each in (*overlay.required_files, *overlay.required_folders)]
    )
    yield from (click.style(display(note), fg="yellow") for note in template.notes)


def _section(head: str, rows: list[list[str]]) -> Iterator[str]:
    if rows:
        yield ""
        yield head
        yield from (f"  {line}" for line in aligned(rows))


def _asked(question: Question) -> list[str]:
    default = "secret" if question.secret else display(str(question.default))
    return [
        click.style(display(question.name), bold=True),
        display(question.type),
        "required" if question.required else f"default {default}",
        display(", ".join(map(str, question.choices))),
        display(question.help),
    ]
