"""``gitops-assets template validate``: does a template parse, ask soundly and render?"""

from collections.abc import Sequence

import click

from gitops_assets.cli.exits import Exit
from gitops_assets.cli.template_context import (
    answers_of,
    catalogue_of,
    fleet_option,
    json_option,
    print_json,
    reported,
    var_option,
)
from gitops_assets.core.gates.words import counted
from gitops_assets.core.text import display
from resources.home import find_home
from resources.templates.catalogue import Catalogue
from resources.templates.errors import TemplateError
from resources.templates.rendering import Renderer
from resources.templates.validating import Verdict, verdict_of

_SCHEMA = "gitops-assets/template-validation/1"


@click.command("validate")
@click.argument("names", metavar="[TEMPLATE]...", nargs=-1)
@var_option
@fleet_option
@json_option
def command(names: Sequence[str], pairs: Sequence[str], file: str | None, *, as_json: bool) -> int:
    """Read and render each TEMPLATE with its defaults, or all of them; nothing is written.

    A required question is answered with --var, else with a word made up for its type. Exit codes: 0 all are
    sound, 1 one is not, 2 wrong usage.
    """
    with reported(), Renderer(find_home()) as renderer:
        catalogue = catalogue_of(file)
        found = [_verdict(catalogue, renderer, name, pairs) for name in names or list(catalogue.uses)]
    if as_json:
        print_json({"schema": _SCHEMA, "templates": [each.document for each in found]})
    else:
        for verdict in found:
            for line in _lines(verdict):
                click.echo(line)
    return Exit.FINE if all(verdict.sound for verdict in found) else Exit.FINDINGS


def _verdict(catalogue: Catalogue, renderer: Renderer, name: str, pairs: Sequence[str]) -> Verdict:
    try:
        template = catalogue.get(name)
    except TemplateError as error:
        return Verdict(name, faults=(str(error),))
    return verdict_of(renderer, template, answers_of(template, pairs))


def _lines(verdict: Verdict) -> list[str]:
    told = [f"{verdict.name}: {display(each)}" for each in verdict.notes]
    if verdict.sound:
        return [f"{click.style(verdict.name, bold=True)}: sound, {counted(verdict.files, 'file')}.", *told]
    return [*(f"{click.style(verdict.name, fg='red')}: {each}" for each in verdict.faults), *told]
