"""``gitops-assets conflicts``: what disagrees, and on what all could meet."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import click

from gitops_assets.cli import dependency_source
from gitops_assets.cli.columns import aligned
from gitops_assets.cli.dependency_options import fleet_options, many, unread
from gitops_assets.cli.dependency_source import Known, Question
from gitops_assets.cli.exits import Exit
from gitops_assets.core.dependencies.documents import conflicts_document, document_lines
from gitops_assets.core.dependencies.graph import build_graph
from gitops_assets.core.dependencies.graph_model import Conflict, ConflictKind, Proposal, VersionClaim
from gitops_assets.core.text import display

CLAIMS = 8
"""Claims of one conflict that are shown before the rest is counted."""
CONFLICTS = 50
"""Conflicts that are shown before the rest is counted."""

_ORDER = list(ConflictKind)
_QUIET = frozenset({ConflictKind.MISSING, ConflictKind.SKEW})
_KINDS = [str(kind) for kind in ConflictKind]


@click.command("conflicts")
@fleet_options
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS),
    metavar="KIND",
    help=f"Only these: {', '.join(_KINDS)}. May be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
@click.option(
    "--fail-on",
    type=click.Choice(["never", *_KINDS]),
    default="never",
    show_default=True,
    metavar="KIND",
    help=f"Exit with 1 when one at least this bad is shown: {', '.join(_KINDS)}, never.",
)
def command(
    roots: Sequence[bytes],
    file: str | None,
    as_of: str | None,
    kinds: Sequence[str],
    fail_on: str,
    *,
    as_json: bool,
) -> int:
    """Show the versions, ports, names and policies on which repositories disagree, worst first.

    ROOTs are read as they are now; without one the answer comes from the store. Exit codes: 0 fine, 1 one at
    or above --fail-on, 2 wrong usage, 3 something broke, 4 no repository is known.
    """
    known = dependency_source.known(Question(tuple(roots), file, as_of))
    every = dependency_source.conflicts_of(known, build_graph(known.members, known.policy))
    found = sorted((each for each in every if not kinds or each.kind in kinds), key=_worst_first)
    told: Iterable[str] = document_lines(conflicts_document(found)) if as_json else lines(found, known)
    for line in told:
        click.echo(line)
    return _verdict(found, fail_on)


def _worst_first(conflict: Conflict) -> tuple[int, str, str]:
    return _ORDER.index(conflict.kind), conflict.ecosystem, conflict.name


def _verdict(found: Sequence[Conflict], fail_on: str) -> Exit:
    if fail_on == "never":
        return Exit.FINE
    limit = _ORDER.index(ConflictKind(fail_on))
    hit = sum(_ORDER.index(each.kind) <= limit for each in found)
    if not hit:
        return Exit.FINE
    click.echo(f"gitops-assets: {hit:,} at or above {fail_on}: exit {Exit.FINDINGS:d}", err=True)
    return Exit.FINDINGS


def lines(found: Sequence[Conflict], known: Known) -> Iterator[str]:
    """Each conflict with who claims what and what would settle it, then the counts."""
    for conflict in found[:CONFLICTS]:
        yield from _conflict(conflict)
        yield ""
    if len(found) > CONFLICTS:
        yield click.style(f"… and {len(found) - CONFLICTS:,} more; --json has all of them", dim=True)
    yield from unread(known.members)
    counts = Counter(each.kind for each in found)
    told = ", ".join(f"{counts[kind]:,} {kind}" for kind in ConflictKind if counts[kind])
    yield click.style(f"{many(len(found), 'disagreement')}{': ' + told if told else ''}.", bold=True)
    if found:
        hint = "gitops-assets impact SLUG says who breaks when one of these repositories changes its mind."
        yield click.style(hint, dim=True)


def _conflict(conflict: Conflict) -> Iterator[str]:
    colour = "yellow" if conflict.kind in _QUIET else "red"
    name = click.style(display(conflict.name), bold=True)
    ecosystem = f" ({display(conflict.ecosystem)})" if conflict.ecosystem else ""
    yield f"{click.style(conflict.kind, fg=colour)} {name}{ecosystem}: {display(conflict.why)}"
    shown = conflict.claims[:CLAIMS]
    yield from (f"  {line}" for line in (aligned([_claim(each) for each in shown]) if shown else ()))
    if len(conflict.claims) > CLAIMS:
        yield click.style(f"  … and {len(conflict.claims) - CLAIMS:,} more", dim=True)
    if conflict.proposal:
        yield f"  {_settled(conflict.proposal)}"


def _claim(claim: VersionClaim) -> list[str]:
    return [
        display(claim.slug),
        display(claim.constraint or ""),
        click.style(display(claim.resolved or ""), dim=True),
        click.style(f"{display(claim.path)}:{claim.line}", dim=True),
    ]


def _settled(proposal: Proposal) -> str:
    where = ", ".join(dict.fromkeys(display(each.slug) for each in proposal.bumps[:CLAIMS]))
    more = f" and {len(proposal.bumps) - CLAIMS:,} more" if len(proposal.bumps) > CLAIMS else ""
    return (
        f"All meet on {display(proposal.version)} with {many(len(proposal.bumps), 'change')}: {where}{more}."
    )
