"""``gitops-assets template compliance``: how well the fleet keeps to its templates, as of the last audit."""

from collections.abc import Iterator

import click

from exporters.parts import grades
from exporters.parts.following import cells, cells_of, furthest, headline, points, versions
from gitops_assets.cli.columns import aligned
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.template_context import json_option, print_json, reported
from gitops_assets.core.templates.document import templates_document
from gitops_assets.core.templates.section import TemplateSection
from gitops_assets.core.text import display
from resources.home import find_home
from resources.reporting import snapshot_of, templates_at
from resources.store.store import Store

_REPOSITORIES = 20
_RULES = 10


@click.command("compliance")
@json_option
def command(*, as_json: bool) -> int:
    """Show how well repositories keep to their templates: by template, repository and rule, and over time.

    It tells of the last audit; `template drift` looks now. Exit codes: 0 fine, 3 the store is broken, 4 no
    audit was completed yet.
    """
    with reported(), Store.open(find_home().store_url) as store:
        store.check()
        audit = store.latest_audit()
        if audit is None:
            raise Stop(Exit.NOTHING, "no audit was completed yet; run `gitops-assets audit` first.")
        section = templates_at(store, audit.id, snapshot_of(store, audit.id, findings=False))
    if as_json:
        print_json({"audit": audit.id, **templates_document(section)})
        return Exit.FINE
    for line in _lines(section):
        click.echo(line)
    return Exit.FINE


def _lines(section: TemplateSection) -> Iterator[str]:
    if not section.drifts:
        yield "No repository follows a template; `templates:` in fleet.yaml says who shall."
        return
    yield click.style(headline(section), bold=True)
    before = [f"{each.score.value:.0f}" for each in section.trend[:-1] if each.score.value is not None]
    if before:
        yield f"Before: {', '.join(before)}."
    yield from _table("Templates", _templates(section))
    yield from _table("Repositories, furthest away first", _repositories(section))
    yield from _table("What costs most", _rules(section))


def _table(title: str, rows: list[list[str]]) -> Iterator[str]:
    if rows:
        yield ""
        yield click.style(title, bold=True)
        yield from (f"  {line}" for line in aligned(rows))


def _templates(section: TemplateSection) -> list[list[str]]:
    return [
        [
            display(name),
            grades.points(tally.score),
            cells(tally.cells),
        ]
        for name, tally in section.templates.items()
    ]


def _repositories(section: TemplateSection) -> list[list[str]]:
    return [
        [display(each.slug), each.template, points(each), display(versions(each)), display(cells_of(each))]
        for each in furthest(section)[:_REPOSITORIES]
    ]


def _rules(section: TemplateSection) -> list[list[str]]:
    costly = sorted((each for each in section.rules if each.points), key=lambda each: -each.points)
    return [
        [each.template, each.demand, display(each.path), f"{each.failing} fail", f"{each.points:.1f} points"]
        for each in costly[:_RULES]
    ]
