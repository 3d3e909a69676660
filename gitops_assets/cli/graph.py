"""``gitops-assets graph``: who depends on whom, as a table, a document or a picture."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import click

from gitops_assets.cli import dependency_source
from gitops_assets.cli.columns import aligned
from gitops_assets.cli.dependency_options import (
    cut,
    demand,
    fleet_options,
    many,
    repositories,
    styled,
    unread,
    warn_of_unread,
)
from gitops_assets.cli.dependency_source import Known, Question
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.documents import document_lines, graph_document
from gitops_assets.core.dependencies.graph.drawings.arrows import Arrow, arrows
from gitops_assets.core.dependencies.graph.drawings.dot import dot
from gitops_assets.core.dependencies.graph.drawings.graphml import graphml
from gitops_assets.core.dependencies.graph.drawings.mermaid import mermaid
from gitops_assets.core.dependencies.graph.model import DependencyGraph, Node
from gitops_assets.core.dependencies.graph.narrowing import around, of_kinds
from gitops_assets.core.dependencies.graph.subjects import unknown
from gitops_assets.core.dependencies.model import Kind, Scope
from gitops_assets.core.text import display

_DRAWINGS: dict[str, Callable[[DependencyGraph], str]] = {"dot": dot, "graphml": graphml, "mermaid": mermaid}
_MOST_NEEDED = 5


@click.command("graph")
@fleet_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", *_DRAWINGS]),
    default="table",
    show_default=True,
    metavar="FORMAT",
    help=f"How to show it: table, json, {', '.join(_DRAWINGS)}.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--focus", metavar="SLUG", help="Only what this repository needs and what needs it.")
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="At most N steps around --focus.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([str(kind) for kind in Kind]),
    metavar="KIND",
    help=f"Only these edges: {', '.join(Kind)}. May be given several times.",
)
def command(
    roots: Sequence[bytes],
    file: str | None,
    as_of: str | None,
    kinds: Sequence[str],
    *,
    form: str,
    focus: str | None,
    depth: int | None,
    as_json: bool,
) -> int:
    """Show which repositories depend on which, with the file and line that say so.

    ROOTs are read as they are now; without one the answer comes from the last audit, or with --as-of from an
    earlier one. Exit codes: 0 fine, 2 wrong usage, 3 something broke, 4 no repository is known.
    """
    if depth and not focus:
        raise Stop(Exit.USAGE, "--depth counts steps around a repository; name it with --focus SLUG.")
    known = dependency_source.known(Question(tuple(roots), file, as_of))
    graph = build_graph(known.members, known.policy)
    graph = of_kinds(graph, [Kind(kind) for kind in kinds]) if kinds else graph
    graph = _around(graph, focus, depth) if focus else graph
    form = "json" if as_json else form
    if form != "table":
        warn_of_unread(known.members)
    for line in _told(graph, known, form):
        click.echo(line)
    return Exit.FINE


def _told(graph: DependencyGraph, known: Known, form: str) -> Iterable[str]:
    if form == "json":
        return document_lines(graph_document(graph))
    return [_DRAWINGS[form](graph)[:-1]] if form in _DRAWINGS else table(graph, known)


def _around(graph: DependencyGraph, focus: str, depth: int | None) -> DependencyGraph:
    slugs = [node.slug for node in graph.nodes]
    if focus not in slugs:
        raise Stop(Exit.USAGE, unknown("repository of the fleet", focus, slugs))
    return around(graph, focus, depth)


def table(graph: DependencyGraph, known: Known) -> Iterator[str]:
    """One line for each two repositories, worst first, and what it comes to."""
    rows = sorted(arrows(graph.edges), key=lambda each: (each.level.rank, each.source, each.target))
    missing = {node.slug for node in graph.nodes if node.missing}
    yield from cut(aligned([_cells(arrow, missing) for arrow in rows]) if rows else [])
    yield from [""] if rows else []
    yield from unread(known.members)
    yield from _circles(graph)
    yield click.style(_summary(graph, len(rows)), bold=True)
    yield from _next(graph)


def _cells(arrow: Arrow, missing: set[str]) -> list[str]:
    first = arrow.first
    gone = click.style(" missing", fg="red") if arrow.target in missing else ""
    return [
        styled(arrow.level),
        click.style(display(arrow.source), bold=True),
        "→ " + click.style(display(arrow.target), bold=True) + gone,
        arrow.label,
        "" if first.scope is Scope.RUNTIME else str(first.scope),
        display(demand(first.constraint, first.resolved)),
        "inferred" if arrow.guessed else "",
        click.style(f"{display(first.path)}:{first.line}", dim=True),
    ]


def _circles(graph: DependencyGraph) -> Iterator[str]:
    circles = [f"In a circle: {', '.join(map(display, cycle))}." for cycle in graph.cycles]
    yield from (click.style(line, fg="yellow") for line in circles)


def _summary(graph: DependencyGraph, arrows_shown: int) -> str:
    alone = sum(not (node.dependents or node.dependencies) for node in graph.nodes)
    gone = sum(node.missing for node in graph.nodes)
    told = [
        f"{many(len(graph.edges), 'edge')} between {many(arrows_shown, 'pair')}",
        f"{alone:,} alone" if alone else "",
        f"{gone:,} missing" if gone else "",
        many(len(graph.cycles), "circle") if graph.cycles else "no circle",
        f"to release in {many(len(graph.generations), 'step')}",
    ]
    return f"{repositories(len(graph.nodes))}: {', '.join(each for each in told if each)}."


def _next(graph: DependencyGraph) -> Iterator[str]:
    top = sorted(graph.nodes, key=_need)[:_MOST_NEEDED]
    top = [node for node in top if node.dependents]
    if not top:
        yield "No repository is known to depend on another: what they need comes from elsewhere."
        return
    yield "Most needed: " + ", ".join(f"{display(each.slug)} ({each.dependents:,})" for each in top) + "."
    hint = f"gitops-assets impact {display(top[0].slug)} says who breaks when it changes."
    yield click.style(hint, dim=True)


def _need(node: Node) -> tuple[int, float, str]:
    return -node.dependents, -node.centrality, node.slug
