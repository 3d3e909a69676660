"""``gitops-assets template promote``: edits that so many made that the template should have them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from gitops_assets.cli.exits import Exit
from gitops_assets.cli.template_context import (
    Target,
    catalogue_of,
    everybody,
    fleet_option,
    json_option,
    many,
    print_json,
    reported,
    targets_of,
)
from gitops_assets.core.templates.model import Files, Template
from gitops_assets.core.templates.promotion import PERCENT, Promotion, promotions
from gitops_assets.core.text import display
from resources.git.threads import in_threads
from resources.home import find_home
from resources.templates.checkout import committed_files, resolved
from resources.templates.planning import base_of, recorded
from resources.templates.rendering import Renderer

_SHOWN = 20
"""Edits that are shown before the rest is counted."""


@click.command("promote")
@click.argument("name", metavar="TEMPLATE")
@click.argument("names", metavar="[REPO]...", nargs=-1)
@click.option(
    "--percent",
    type=click.FloatRange(1, 100),
    default=PERCENT,
    show_default=True,
    metavar="N",
    help="How many of those that have the file must have made the edit.",
)
@fleet_option
@json_option
def command(name: str, names: Sequence[str], percent: float, file: str | None, *, as_json: bool) -> int:
    """Find edits of TEMPLATE's files that most repositories made, so that the template can take them over.

    REPO is a folder, or the slug of an audited repository; without one all of the last audit. Repositories to
    which TEMPLATE was never applied do not count. Exit codes: 0 fine, 2 wrong usage or template, 3 a
    repository cannot be read, 4 no repository is known.
    """
    with reported(), Renderer(find_home()) as renderer:
        targets = targets_of(names) if names else everybody()
        template = catalogue_of(file).get(name)
        made = in_threads(lambda each: _sides(renderer, template, each), targets, 3)
        asked = [each for each in made if each is not None]
        found = promotions(asked, percent=percent)
    if as_json:
        told = [{**asdict(each), "percent": each.percent, "sentence": each.sentence} for each in found]
        print_json({"template": name, "repositories": len(asked), "promotions": told})
        return Exit.FINE
    for line in _lines(name, found, len(asked)):
        click.echo(line)
    return Exit.FINE


def _sides(renderer: Renderer, template: Template, target: Target) -> tuple[str, Files, Files] | None:
    """A repository's slug, what it was rendered, and what it has there; None where it never was."""
    commit = resolved(target.path, "HEAD^{commit}")
    own = recorded(target.path, commit, template).own if commit else None
    base = base_of(renderer, template, own, {}, target.slug)
    if base is None or commit is None:
        return None
    return target.slug, base, committed_files(target.path, commit, list(base))


def _lines(name: str, found: Sequence[Promotion], asked: int) -> Iterator[str]:
    for each in found[:_SHOWN]:
        yield click.style(each.sentence, bold=True)
        yield from (f"  {line}" for line in each.hunk.splitlines())
    if len(found) > _SHOWN:
        yield click.style(f"… and {len(found) - _SHOWN:,} more; --json has all of them", dim=True)
    if not found:
        repositories = many(asked, "repository").replace("repositorys", "repositories")
        yield f"No edit is common among the {repositories} to which {display(name)} was applied."
