"""``gitops-assets conflicts``: what disagrees, and on what all could meet."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import click

from gitops_assets.cli import dependency_source
from gitops_assets.cli.columns import aligned
from gitops_assets.cli.dependency_options import demand, fleet_options, many, short, unread, warn_of_unread
from gitops_assets.cli.dependency_source import Known, Question
from gitops_assets.cli.exits import Exit
from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.documents import conflicts_document, document_lines
from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, Proposal, VersionClaim
from gitops_assets.core.dependencies.model import Scope
from gitops_assets.core.text import display

CLAIMS = 8
"""Lines of one conflict that are shown before the rest is counted."""
CONFLICTS = 50
"""Conflicts that are shown before the rest is counted."""

_ORDER = list(ConflictKind)
_OF_VERSIONS = frozenset({ConflictKind.CONFLICT, ConflictKind.RANGE, ConflictKind.SKEW})
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
    if as_json:
        warn_of_unread(known.members)
    told: Iterable[str] = document_lines(conflicts_document(found)) if as_json else lines(found, known)
    for line in told:
        click.echo(line)
    return _verdict(found, fail_on)


def _worst_first(conflict: Conflict) -> tuple[int, bool, str, str]:
    return _ORDER.index(conflict.kind), not conflict.breaks, conflict.ecosystem, conflict.name


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
    if counts[ConflictKind.CONFLICT] and not any(each.breaks for each in found):
        yield "No repository needs two sides of a conflict at once: today they break nobody."
    if found:
        hint = "gitops-assets impact SLUG says who breaks when one of these repositories changes its mind."
        yield click.style(hint, dim=True)


def _conflict(conflict: Conflict) -> Iterator[str]:
    colour = "yellow" if conflict.kind in _QUIET else "red"
    yield f"{click.style(conflict.kind, fg=colour)}{_name(conflict)}: {display(conflict.why)}"
    stances = _stances(conflict)
    shown = [_stance(each) for each in stances[:CLAIMS]]
    yield from (f"  {line}" for line in (aligned(shown) if shown else ()))
    if len(stances) > CLAIMS:
        yield click.style(f"  … and {len(stances) - CLAIMS:,} more", dim=True)
    if conflict.breaks:
        yield click.style(f"  Needed together by {_listed(conflict.breaks)}.", fg=colour)
    if conflict.proposal:
        yield f"  {_settled(conflict.proposal)}"


def _name(conflict: Conflict) -> str:
    """What it is about; the name of a circle is all its members, whom the sentence names."""
    if conflict.kind is ConflictKind.CYCLE:
        return ""
    ecosystem = f" ({display(conflict.ecosystem)})" if conflict.ecosystem else ""
    return f" {click.style(display(conflict.name), bold=True)}{ecosystem}"


def _stances(conflict: Conflict) -> list[Sequence[VersionClaim]]:
    """Claims that say the same, those of most repositories first; alone where it matters who claims."""
    same: defaultdict[tuple[str, str], list[VersionClaim]] = defaultdict(list)
    for each in conflict.claims:
        who = "" if conflict.kind in _OF_VERSIONS else each.slug
        same[who, demand(each.constraint, each.resolved)].append(each)
    return sorted(same.values(), key=lambda claims: -len({each.slug for each in claims}))


def _stance(claims: Sequence[VersionClaim]) -> list[str]:
    first, others = claims[0], len({each.slug for each in claims}) - 1
    scopes = sorted({str(each.scope) for each in claims})
    return [
        display(demand(first.constraint, first.resolved)),
        display(first.slug) + (f" and {others:,} more" if others else ""),
        "" if scopes == [Scope.RUNTIME] else ", ".join(scopes),
        click.style(f"{display(first.path)}:{first.line}", dim=True),
    ]


def _settled(proposal: Proposal) -> str:
    version = display(short(proposal.version))
    if not proposal.bumps:
        return f"All of them allow {version}."
    where = _listed([each.slug for each in proposal.bumps])
    return f"All meet on {version} with {many(len(proposal.bumps), 'change')}: {where}."


def _listed(slugs: Iterable[str]) -> str:
    """The first few by name, each once, the others by number."""
    known = list(dict.fromkeys(slugs))
    rest = len(known) - CLAIMS
    return ", ".join(map(display, known[:CLAIMS])) + (f" and {rest:,} more" if rest > 0 else "")
