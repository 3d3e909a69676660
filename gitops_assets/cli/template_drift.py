"""``gitops-assets template drift``: how far repositories are from their templates, right now."""

from collections.abc import Iterator, Sequence

import click

from exporters.parts.following import cells_of, points, versions
from gitops_assets.cli.exits import Exit
from gitops_assets.cli.template_context import (
    catalogue_of,
    everybody,
    fetch_option,
    fleet_option,
    json_option,
    many,
    print_json,
    reported,
    targets_of,
)
from gitops_assets.core.templates.document import drift_document
from gitops_assets.core.templates.model import Cell, Drift
from gitops_assets.core.text import display
from resources.git.threads import in_threads
from resources.home import find_home
from resources.templates.drift import strangers
from resources.templates.recalled import Recalled
from resources.templates.rendering import Renderer

_COLOURS = {
    Cell.ADAPTED: "yellow",
    Cell.OUTDATED: "yellow",
    Cell.EXTRA: "yellow",
    Cell.CONFLICT: "red",
    Cell.MISSING: "red",
}
_FILES = 20
"""Files of one repository that are shown before the rest is counted."""


@click.command("drift")
@click.argument("names", metavar="[REPO]...", nargs=-1)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="SCORE",
    help="Exit with 1 when a repository has less, or its drift is not known.",
)
@fleet_option
@fetch_option
@json_option
def command(
    names: Sequence[str], fail_under: float | None, file: str | None, *, fetch: bool, as_json: bool
) -> int:
    """Show which files of each REPO drifted from its templates.

    The version that was applied and the newest are rendered in full and compared with the commit at HEAD.
    REPO is a folder, or the slug of an audited repository; without one all of the last audit. Exit codes: 0
    fine, 1 below --fail-under, 2 wrong usage, 3 a repository cannot be read, 4 no repository is known.
    """
    with reported(), Renderer(find_home()) as renderer:
        targets = targets_of(names) if names else everybody()
        catalogue = catalogue_of(file, fetch=fetch)
        recalled = Recalled(catalogue, renderer, find_home())
        found = in_threads(lambda each: recalled.drifts(each.path, each.slug), targets, 3)
        drifts = [drift for each in found for drift in each]
        for target in targets:
            for name in strangers(catalogue, target.path, "HEAD") if names else ():
                click.echo(
                    f"{display(target.slug)}: {name} was applied, but no template is called so here; name it "
                    "below templates: in fleet.yaml, and say --fleet.",
                    err=True,
                )
    if as_json:
        print_json({"repositories": [drift_document(each) for each in drifts]})
    else:
        for line in _lines(drifts):
            click.echo(line)
    limit = -1.0 if fail_under is None else fail_under
    low = fail_under is not None and any(each.score is None or each.score < limit for each in drifts)
    return Exit.FINDINGS if low else Exit.FINE


def _lines(drifts: Sequence[Drift]) -> Iterator[str]:
    if not drifts:
        yield "None of these repositories follows a template; `templates:` in fleet.yaml says who shall."
    for drift in drifts:
        score = points(drift)
        head = f"{display(drift.slug)}: {drift.template} {display(versions(drift))}"
        yield f"{click.style(head, bold=True)}, {score} of 100"
        yield f"  {display(cells_of(drift))}"
        yield from _files(drift)


def _files(drift: Drift) -> Iterator[str]:
    moved = [each for each in drift.files if each.cell is not Cell.UNCHANGED]
    for each in moved[:_FILES]:
        word = click.style(f"{each.cell:9}", fg=_COLOURS[each.cell])
        yield f"  {word} {display(each.path)}:{each.line}"
    if len(moved) > _FILES:
        more = many(len(moved) - _FILES, "more file")
        yield click.style(f"  … and {more}; --json has all of them", dim=True)
    for path in drift.missing_required:
        yield f"  {click.style('demanded ', fg='red')} {display(path)}"
