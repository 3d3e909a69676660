"""``gitops-assets changes``: what differs between two audits, each difference with its cause."""

import json
from collections.abc import Iterator

import click

from gitops_assets.cli.columns import aligned
from gitops_assets.cli.exits import Exit
from gitops_assets.cli.failures import told
from gitops_assets.cli.moments import MOMENT
from gitops_assets.cli.report_choice import Choice, named
from gitops_assets.core.comparison import SECTIONS, Comparison, comparison_document
from gitops_assets.core.gates.words import counted
from gitops_assets.core.model import Change
from gitops_assets.core.text import display
from gitops_assets.core.times import iso
from resources.comparing import comparison_of
from resources.home import find_home
from resources.store.store import Store

_NOTHING = "\N{EN DASH}"
_FIRST = "This is the first audit of its fleet: there is nothing to compare it with yet."


@click.command("changes")
@click.option("--since", metavar="WHEN", help=f"Compare with the last audit of then. {MOMENT}")
@click.option("--as-of", metavar="WHEN", help="The audit that was the last one then, instead of the last.")
@click.option("--fleet", metavar="FLEET", help="Of this fleet: its name, its file, or one of its folders.")
@click.option("--most", default=20, show_default=True, metavar="N", help="Lines of each section; 0: all.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON document.")
def command(since: str | None, as_of: str | None, fleet: str | None, *, most: int, as_json: bool) -> int:
    """Tell what is new, fixed, reopened, worse and better since the audit before, or since WHEN.

    Every difference has its cause, and the parts add up to the whole. It comes from the store alone, so a gap
    in the history does not matter: both audits are compared by what each of them knew.
    """
    with told():
        home = find_home()
    with told(), Store.open(home.store_url) as store:
        store.check()
        choice = Choice(store, home, fleet)
        audit = choice.audit(as_of)
        base = choice.base(since, audit).id if since else store.previous_audit(audit.id)
        if base is None:
            click.echo(json.dumps(None) if as_json else _FIRST)
            return Exit.FINE
        compared = comparison_of(store, audit.id, base)
        others = choice.others(audit) if fleet is None else []
    if as_json:
        click.echo(json.dumps(comparison_document(compared), indent=1))
    else:
        for line in lines(compared, most):
            click.echo(line)
    if others:
        click.echo(
            f"This is of {display(named([audit]))} alone; the home has other fleets: "
            f"{display(named(others))}. --fleet chooses.",
            err=True,
        )
    return Exit.FINE


def lines(compared: Comparison, most: int) -> Iterator[str]:
    """What a person reads: the sums, then every section that has something."""
    before, after = compared.before, compared.after
    yield f"Audit {after.audit} ({iso(after.finished)}) since audit {before.audit} ({iso(before.finished)})"
    yield _findings(compared)
    yield from _score(compared)
    for name in SECTIONS:
        found = compared.section(name)
        if found:
            yield ""
            yield click.style(f"{name} ({len(found):,})", bold=True)
            shown = found[:most] if most > 0 else found
            yield from (f"  {line}" for line in aligned([_cells(change) for change in shown]))
            if len(found) > len(shown):
                yield f"  … and {len(found) - len(shown):,} more; --most 0 or --json has all"


def _findings(compared: Comparison) -> str:
    before, after = compared.before.findings, compared.after.findings
    parts = [
        f"{cause} +{opened} -{closed}" for cause, (opened, closed) in compared.findings_by_cause().items()
    ]
    why = f": {', '.join(parts)}" if parts else ""
    return f"{counted(before, 'finding')} then, {after:,} now ({after - before:+,}{why})"


def _score(compared: Comparison) -> Iterator[str]:
    moved = compared.score
    if moved.before is None and moved.after is None:
        return
    parts = [f"{cause} {points:+.1f}" for cause, points in moved.causes.items()]
    if abs(moved.composition) >= 0.05:
        parts.append(f"who is in the fleet {moved.composition:+.1f}")
    why = f": {', '.join(parts)}" if parts else ""
    then, now = (_shown(value) for value in (moved.before, moved.after))
    both = moved.before is not None and moved.after is not None
    yield f"Score {then} then, {now} now" + (f" ({moved.delta:+.1f}{why})" if both else "")


def _shown(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1f}"


def _cells(change: Change) -> list[str]:
    before, after = (
        display(each) if each is not None else _NOTHING for each in (change.before, change.after)
    )
    moved = f"{before} → {after}"
    return [display(change.slug) or "the fleet", change.kind, display(change.subject), moved, change.cause]
