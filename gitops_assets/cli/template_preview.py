"""``gitops-assets template preview``: what applying would change, file by file, and nothing is written."""

from collections.abc import Iterator, Sequence
from typing import Any

import click

from gitops_assets.cli.exits import Exit
from gitops_assets.cli.template_context import (
    answers_of,
    catalogue_of,
    fetch_option,
    fleet_option,
    json_option,
    many,
    print_json,
    reported,
    targets_of,
    var_option,
    version_option,
)
from gitops_assets.core.templates.diffing import diff
from gitops_assets.core.templates.model import Action, FilePlan, Plan
from gitops_assets.core.text import display
from resources.home import find_home
from resources.templates.planning import plan_for
from resources.templates.rendering import Renderer

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
_WORDS = {Action.CREATE: "green", Action.MODIFY: "yellow", Action.DELETE: "red", Action.CONFLICT: "red"}


@click.command("preview")
@click.argument("name", metavar="TEMPLATE")
@click.argument("names", metavar="REPO...", nargs=-1, required=True)
@var_option
@version_option
@fleet_option
@fetch_option
@click.option("--in-place", is_flag=True, help="Plan on the files as they lie there, not on the last commit.")
@json_option
def command(
    name: str,
    names: Sequence[str],
    pairs: Sequence[str],
    wanted: str,
    file: str | None,
    **flags: bool,
) -> int:
    """Show what applying TEMPLATE to each REPO would do: a diff for each file, and the conflicts.

    TEMPLATE is a name, a folder or a URL; REPO is a folder, or the slug of an audited repository. With --json
    several repositories are a list. Exit codes: 0 fine, 1 somebody has to decide a conflict, 2 wrong usage,
    template or answers, 3 a repository cannot be read, 4 no repository is there.
    """
    with reported(), Renderer(find_home()) as renderer:
        renderer.warm()
        catalogue = catalogue_of(file, fetch=flags["fetch"])
        template = catalogue.get(name)
        version = catalogue.version(template, wanted)
        answers = answers_of(catalogue.at(template, version), pairs)
        plans = [
            plan_for(
                catalogue,
                renderer,
                target.path,
                target.slug,
                template,
                version,
                answers,
                in_place=flags["in_place"],
                restore=True,
            )
            for target in targets_of(names)
        ]
    if flags["as_json"]:
        documents = [plan_document(plan) for plan in plans]
        print_json(documents[0] if len(documents) == 1 else documents)
    else:
        for plan in plans:
            for line in plan_lines(plan):
                click.echo(line)
    return Exit.FINDINGS if any(plan.conflicts for plan in plans) else Exit.FINE


def plan_document(plan: Plan) -> dict[str, Any]:
    """A plan as programs read it."""
    return {
        "template": plan.template.name,
        "version": plan.version.tag or plan.version.oid,
        "repository": plan.slug,
        "files": [{"path": each.path, "action": each.action, "diff": shown(each)} for each in plan.files],
    }


def plan_lines(plan: Plan) -> Iterator[str]:
    """A plan as people read it."""
    version = plan.version.tag or plan.version.oid[:12]
    yield click.style(f"{display(plan.slug)}: {plan.template.name} {display(version)}", bold=True)
    for each in plan.files:
        if each.action is not Action.KEEP:
            why = f": {display(each.why)}" if each.why else ""
            yield click.style(f"{each.action} {display(each.path)}", fg=_WORDS[each.action]) + why
            yield from map(_coloured, shown(each).splitlines())
    kept = sum(each.action is Action.KEEP for each in plan.files)
    conflicts = f", {many(len(plan.conflicts), 'conflict')}" if plan.conflicts else ""
    yield f"{many(len(plan.changes), 'file')} to change, {kept:,} as they should be{conflicts}."
    yield from (click.style(display(note), fg="yellow") for note in plan.template.notes)


def shown(plan: FilePlan) -> str:
    """The diff of one file; of a conflict both sides, as git marks them."""
    if plan.action is not Action.CONFLICT:
        return diff(plan)
    if not (plan.ours or plan.theirs):
        return ""
    ours, theirs = (
        text if text.endswith("\n") or not text else f"{text}\n" for text in (plan.ours, plan.theirs)
    )
    return f"<<<<<<< the repository\n{ours}=======\n{theirs}>>>>>>> the template\n"


def _coloured(line: str) -> str:
    return click.style(display(line), fg=_COLOURS.get(line[:1]))
