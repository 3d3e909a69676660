"""``gitops-assets template history``: what was applied where, by whom, and what came of it."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from gitops_assets.cli.columns import aligned
from gitops_assets.cli.exits import Exit
from gitops_assets.cli.template_context import json_option, print_json, reported
from gitops_assets.cli.webhook_opened import opened
from gitops_assets.core.text import display


@click.command("history")
@click.argument("slug", metavar="[REPO]", required=False)
@click.option("--template", metavar="NAME", help="Only of this template.")
@click.option("--limit", type=click.IntRange(1), default=50, help="How many, newest first.")
@json_option
def command(slug: str | None, template: str | None, limit: int, *, as_json: bool) -> int:
    """List applications, newest first, of all repositories or of the one with this slug.

    Exit codes: 0 fine, 3 the store cannot be read.
    """
    with reported(), opened() as store:
        found = store.templates.history(slug=slug, template=template, limit=limit)
    if as_json:
        print_json({"applications": [asdict(each) for each in found]})
        return Exit.FINE
    rows = [
        [
            each.id,
            datetime.fromtimestamp(each.started, UTC).strftime("%Y-%m-%d %H:%M"),
            display(each.slug),
            display(f"{each.template} {each.tag or each.oid[:12]}"),
            each.state,
            display(each.branch or each.mode),
            display(each.why),
        ]
        for each in found
    ]
    about = f" to {display(slug)}" if slug else ""
    what = f"{display(template)} was not" if template else "No template was"
    for line in aligned(rows) if rows else [f"{what} applied{about} yet."]:
        click.echo(line)
    return Exit.FINE
