"""``gitops-assets gates``: the catalogue, one gate in full, and what a gate would have said in the past."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import click

from gitops_assets.cli.columns import aligned
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.cli.gates_sign import make_key, sign
from gitops_assets.cli.moments import moment_of
from gitops_assets.cli.progress import listener
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.backtest import Backtest, backtest_document
from gitops_assets.core.gates.catalogue import catalogue, entry
from gitops_assets.core.gates.model import Category, Gate, Need, Stage
from gitops_assets.core.gates.selection import gates_of
from gitops_assets.core.gates.words import counted
from gitops_assets.core.model import Severity
from gitops_assets.core.registry import Registry
from gitops_assets.core.state.derive import Ages
from gitops_assets.core.text import display
from gitops_assets.core.times import iso
from resources.definitions import definitions_beside
from resources.fleet_file import load_fleet
from resources.gates.backtest import Question, backtest, line_of
from resources.git.state import Reading
from resources.git.survey import locate, survey

_COLOURS = {
    Severity.CRITICAL: "red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "white",
}
_SHOWN = 5
_MANY = 50
_BESIDE = frozenset({Need.HISTORY, Need.ADVISORIES, Need.RELEASE, Need.WAIVERS, Need.LEAKS, Need.TEMPLATES})
"""What is known of the commit at hand only."""

"""Commits from which on a backtest tells how far it has come."""

_fleet = click.option(
    "--fleet",
    "fleet_file",
    type=click.Path(),
    envvar="GITOPS_FLEET",
    metavar="FILE",
    help="The fleet's configuration. Also GITOPS_FLEET.",
)


@click.group("gates", invoke_without_command=True)
@click.option(
    "--stage",
    type=click.Choice([str(stage) for stage in Stage]),
    metavar="STAGE",
    help=f"Only those of a stage: {', '.join(Stage)}.",
)
@click.option(
    "--category",
    type=click.Choice([str(each) for each in Category]),
    metavar="CATEGORY",
    help=f"Only those of a category: {', '.join(Category)}.",
)
@_fleet
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
@click.pass_context
def command(
    context: click.Context, stage: str | None, category: str | None, fleet_file: str | None, *, as_json: bool
) -> int:
    """List every gate: what should be true, how bad it is if not, and at which stages it is asked.

    With --fleet also those that the fleet defines itself, and the built-in ones as it changes them.
    """
    if context.invoked_subcommand is not None:
        return Exit.FINE
    listed = [
        gate
        for gate in _known(fleet_file)
        if (stage is None or Stage(stage) in gate.stages) and category in (None, str(gate.category))
    ]
    if as_json:
        click.echo(json.dumps(catalogue(listed), indent=2, ensure_ascii=False))
        return Exit.FINE
    for line in _lines(listed):
        click.echo(line)
    return Exit.FINE


def _lines(listed: Sequence[Gate]) -> Iterator[str]:
    rows = [_cells(gate) for gate in listed]
    yield from aligned(rows) if rows else []
    yield ""
    if rows:
        yield "commit, merge and deploy are --stage pre-commit, pre-merge and pre-deploy; audit: only audits."
    yield f"{counted(len(listed), 'gate')}. `gitops-assets gates explain ID` tells one in full."


def _cells(gate: Gate) -> list[str]:
    stages = " ".join(stage.removeprefix("pre-") for stage in Stage if stage in gate.stages) or "audit"
    return [
        click.style(gate.id, bold=True),
        click.style(gate.severity, fg=_COLOURS[gate.severity]),
        "" if gate.required else "warns",
        stages,
        gate.title,
    ]


command.add_command(sign)
command.add_command(make_key)


@command.command("explain")
@click.argument("gate_id", metavar="ID")
@_fleet
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
@click.pass_context
def explain(context: click.Context, gate_id: str, fleet_file: str | None, *, as_json: bool) -> int:
    """Tell one gate in full: why it is asked, what to do, what it needs, and where the rule comes from."""
    above = context.parent.params["fleet_file"] if context.parent else None
    gate = _gate(gate_id, _known(fleet_file or above))
    told_whole = entry(gate)
    if as_json:
        click.echo(json.dumps(told_whole, indent=2, ensure_ascii=False))
        return Exit.FINE
    click.secho(gate.id, bold=True)
    click.echo(f"\n{gate.doc.strip()}\n\nWhat to do: {gate.remedy}\n")
    for name in ("severity", "category", "stages", "required", "needs", "settings", "version"):
        click.echo(f"{name:<9} {_plain(told_whole[name])}")
    return Exit.FINE


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no, it warns"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_plain(each)}" for name, each in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _known(fleet_file: str | None) -> Registry[Gate]:
    """The gates that a fleet asks; without its file all that are built in."""
    if not fleet_file:
        return GATES
    with told():
        path = os.path.abspath(fleet_file)
        fleet = load_fleet(path)
        gates = gates_of(definitions_beside(fleet, path), fleet.policy)
    return Registry(
        replace(gate, severity=fleet.policy.severity(gate.id, gate.severity))
        for gate in gates.gates
        if fleet.policy.enabled(gate.id)
    )


def _gate(gate_id: str, known: Registry[Gate] | None = None) -> Gate:
    try:
        return (known or GATES).get(gate_id)
    except LookupError as error:
        raise Stop(Exit.USAGE, f"{error}; `gitops-assets gates` lists them all.") from None


@command.command("backtest")
@click.argument("gate_id", metavar="ID")
@click.argument("roots", nargs=-1, type=click.Path())
@click.option("--since", required=True, metavar="DATE", help="The first day to look at, as 2026-01-31.")
@click.option(
    "--most",
    default=500,
    show_default=True,
    type=click.IntRange(1, 100_000),
    metavar="N",
    help="Commits of each branch at the most.",
)
@_fleet
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
def past(
    gate_id: str, roots: Sequence[str], since: str, most: int, fleet_file: str | None, *, as_json: bool
) -> int:
    """Tell which commits a gate would have stopped, had it been asked since that day.

    At most the N newest commits of each branch's own line are asked, of every repository below ROOTS (this
    folder without any), each against the commit before it. No work tree is touched and nothing is stored.
    With --fleet also gates that the fleet defines itself, but for those that run programs.
    """
    begun = moment_of(since, end_of_day=False)
    with told():
        path = os.path.abspath(fleet_file) if fleet_file else None
        fleet = load_fleet(path)
        gate = _askable(gate_id, fleet, path)
        asked = Question(gate=gate, fleet=fleet, since=begun, most=most)
        tests = list(_tests(asked, roots or (".",)))
    if not tests:
        raise Stop(Exit.NOTHING, f"no git repository was found below {', '.join(roots or ('.',))}.")
    if as_json:
        click.echo(json.dumps(backtest_document(gate.id, begun, tests), indent=2, ensure_ascii=False))
        return Exit.FINE
    for line in told_tests(gate, tests):
        click.echo(line)
    return Exit.FINE


def _askable(gate_id: str, fleet: Fleet, fleet_file: str | None) -> Gate:
    """The gate as the fleet wants it, its thresholds among that."""
    known = gates_of(definitions_beside(fleet, fleet_file), fleet.policy).registry if fleet_file else GATES
    gate = _gate(gate_id, known)
    elsewhere = gate.needs & _BESIDE
    if Need.PROGRAMS in gate.needs:
        raise Stop(
            Exit.USAGE,
            f"{gate_id} cannot be asked about past commits: it runs a program, which would have to be run at"
            " each of them with what it needed then; `gitops-assets check` asks it about one commit.",
        )
    if Need.TREE in gate.needs and not elsewhere:
        return replace(gate, settings={**gate.settings, **fleet.policy.settings(gate.id)})
    why = f"it needs {', '.join(sorted(elsewhere))}" if elsewhere else "it asks about more than files"
    raise Stop(Exit.USAGE, f"{gate_id} cannot be asked about past commits: {why}; choose a gate over files.")


def _tests(asked: Question, roots: Sequence[str]) -> Iterator[Backtest]:
    located = locate(
        [os.fsencode(os.path.abspath(root)) for root in roots], ignore=asked.fleet.ignore
    ).located
    states = survey(located, Reading(), Ages(now=int(time.time())))
    lines = [line_of(asked, place.path, state) for place, state in zip(located, states, strict=True)]
    commits = sum(len(line.commits) for line in lines)
    with listener("", log="text", quiet=commits < _MANY).phase("Asking past commits", commits) as seen:
        yield from (backtest(asked, line, seen) for line in lines)


def told_tests(gate: Gate, tests: Sequence[Backtest]) -> Iterator[str]:
    """A line a repository with its first commits that would have been stopped, then the sum."""
    for test in sorted(tests, key=lambda each: (-len(each.blocked), each.slug)):
        if test.refused:
            yield f"{display(test.slug)}: not asked: {display(test.refused)}"
        if not test.blocked:
            continue
        yield click.style(f"{display(test.slug)}: {counted(len(test.blocked), 'commit')}", bold=True)
        for each in test.blocked[:_SHOWN]:
            first = each.new[0]
            more = f" (and {len(each.new) - 1} more)" if len(each.new) > 1 else ""
            when = (iso(each.committed) or "")[:10]
            place = f"{display(first.path)}:{first.line}"
            yield f"  {each.commit[:10]} {when}  {place} {display(first.message)}{more}"
        if len(test.blocked) > _SHOWN:
            yield f"  … and {len(test.blocked) - _SHOWN} more"
    commits, blocked = sum(len(t.verdicts) for t in tests), sum(len(t.blocked) for t in tests)
    where = sum(bool(t.blocked) for t in tests)
    yield click.style(
        f"{gate.id} would have blocked {counted(blocked, 'commit')} of {commits:,} in {where:,} of "
        f"{len(tests):,} repositories.",
        bold=True,
    )
