"""``gitops-assets doctor``: is everything in place?"""

import dataclasses
import json

import click

from gitops_assets.cli.columns import aligned
from gitops_assets.cli.exits import Exit
from gitops_assets.cli.failures import told
from resources.checkup import Answer, Verdict, examine
from resources.home import find_home

_MARKS = {
    Verdict.FINE: ("✓", "green"),
    Verdict.MIND: ("!", "yellow"),
    Verdict.BROKEN: ("✗", "red"),
}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
def command(*, as_json: bool) -> int:
    """Look at everything that an audit needs; each answer comes with what to do about it.

    Exits with 3 when something has to be mended first.
    """
    with told():
        answers = list(examine(find_home()))
    if as_json:
        document = {"schema": "gitops-assets/doctor/1", "answers": [dataclasses.asdict(a) for a in answers]}
        click.echo(json.dumps(document, indent=1))
    else:
        for line in aligned([_cells(answer) for answer in answers]):
            click.echo(line)
    broken = any(answer.verdict is Verdict.BROKEN for answer in answers)
    return Exit.BROKEN if broken else Exit.FINE


def _cells(answer: Answer) -> list[str]:
    mark, colour = _MARKS[answer.verdict]
    remedy = click.style(f"→ {answer.remedy}", fg=colour) if answer.remedy else ""
    return [click.style(mark, fg=colour), click.style(answer.question, bold=True), answer.found, remedy]
