"""``gitops-assets impact``: who breaks if this changes?"""

from collections.abc import Iterable, Iterator, Sequence

import click

from gitops_assets.cli import dependency_source
from gitops_assets.cli.columns import aligned
from gitops_assets.cli.dependency_options import (
    cut,
    fleet_options,
    repositories,
    styled,
    unread,
    warn_of_unread,
)
from gitops_assets.cli.dependency_source import Known, Question
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.documents import document_lines, impact_document
from gitops_assets.core.dependencies.graph.impact import impact
from gitops_assets.core.dependencies.graph.model import DependencyGraph, Dependent, Impact, Level
from gitops_assets.core.dependencies.graph.subjects import Unknown, subject_of
from gitops_assets.core.dependencies.model import Confidence
from gitops_assets.core.text import display


@click.command("impact")
@click.argument("subject", metavar="SLUG[:PATH|@PACKAGE]")
@fleet_options
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="At most N steps away.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
@click.option(
    "--fail-on",
    type=click.Choice(["never", *map(str, Level)]),
    default="never",
    show_default=True,
    metavar="LEVEL",
    help=f"Exit with 1 when a dependent breaks at least this badly: {', '.join(Level)}, never.",
)
def command(
    subject: str,
    roots: Sequence[bytes],
    file: str | None,
    as_of: str | None,
    *,
    depth: int | None,
    fail_on: str,
    as_json: bool,
) -> int:
    """Show who depends on a repository, directly and through others, and how bad a change there is.

    SLUG:PATH asks for a change below one path, SLUG@PACKAGE for a change of one name that it publishes. ROOTs
    are read as they are now; without one the answer comes from the store. Exit codes: 0 fine, 1 a dependent
    at or above --fail-on, 2 wrong usage, 3 something broke, 4 no repository is known.
    """
    known = dependency_source.known(Question(tuple(roots), file, as_of))
    graph = build_graph(known.members, known.policy)
    found = _impact(graph, subject, depth)
    if as_json:
        warn_of_unread(known.members)
    told: Iterable[str] = document_lines(impact_document(found)) if as_json else lines(found, known)
    for line in told:
        click.echo(line)
    return _verdict(found, fail_on)


def _impact(graph: DependencyGraph, text: str, depth: int | None) -> Impact:
    try:
        subject = subject_of(text, {node.slug for node in graph.nodes})
        return impact(graph, subject.slug, path=subject.path, package=subject.package, depth=depth)
    except Unknown as error:
        raise Stop(Exit.USAGE, str(error)) from None


def _verdict(found: Impact, fail_on: str) -> Exit:
    if fail_on == "never":
        return Exit.FINE
    hit = sum(each.level.rank <= Level(fail_on).rank for each in found.dependents)
    if not hit:
        return Exit.FINE
    click.echo(f"gitops-assets: {repositories(hit)} at or above {fail_on}: exit {Exit.FINDINGS:d}", err=True)
    return Exit.FINDINGS


def lines(found: Impact, known: Known) -> Iterator[str]:
    """One line a dependent, worst first, then the score and why."""
    yield from cut(aligned([_cells(found, each) for each in found.dependents]) if found.dependents else [])
    yield from [""] if found.dependents else []
    yield from unread(known.members)
    about = display(found.repository) + (f" ({display(found.subject)})" if found.subject else "")
    yield click.style(f"A change of {about} weighs {found.score} of 100.", bold=True)
    yield from (f"  {display(sentence)}" for sentence in found.why)
    hint = f"gitops-assets graph --focus {display(found.repository)} shows what lies around it."
    yield click.style(hint, dim=True)


def _cells(found: Impact, dependent: Dependent) -> list[str]:
    way = " → ".join(map(display, (*dependent.via, found.repository)))
    first = dependent.evidence[0]
    return [
        styled(dependent.level),
        click.style(display(dependent.slug), bold=True),
        f"→ {way}",
        "inferred" if dependent.confidence is Confidence.INFERRED else "",
        display(dependent.owner or ""),
        click.style(f"{display(first.path)}:{first.line}", dim=True),
    ]
