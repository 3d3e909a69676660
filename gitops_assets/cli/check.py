"""``gitops-assets check``: the gates of one stage on one repository, by hand, before a commit and in CI."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

import click

from gitops_assets.cli.exits import Exit
from gitops_assets.core.gates.checking import Check, check_document
from gitops_assets.core.gates.model import Stage
from gitops_assets.core.gates.words import counted
from gitops_assets.core.model import FindingRecord, FindingStatus, Outcome, Severity
from gitops_assets.core.text import display

_COLOURS = {
    Severity.CRITICAL: "red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "white",
}


@click.command("check")
@click.argument("path", default=".", type=click.Path())
@click.option(
    "--stage",
    default=str(Stage.PRE_COMMIT),
    show_default=True,
    type=click.Choice([str(stage) for stage in Stage]),
    metavar="STAGE",
    help=f"Which gates are asked: {', '.join(Stage)}.",
)
@click.option("--staged", is_flag=True, help="What would be committed now, and only what HEAD does not have.")
@click.option(
    "--since",
    envvar="PRE_COMMIT_FROM_REF",
    metavar="REF",
    help="Only what the commit where this branch left REF does not have. Also PRE_COMMIT_FROM_REF, which"
    " pre-commit sets before a push.",
)
@click.option("--all", "everything", is_flag=True, help="Also show findings that the base has.")
@click.option(
    "--verbose", "-v", is_flag=True, help="Also tell in text which gates were skipped or waived, and why."
)
@click.option("--strict", is_flag=True, help="Fail for warnings too, not only for required gates.")
@click.option(
    "--fleet",
    "fleet_file",
    type=click.Path(),
    envvar="GITOPS_FLEET",
    metavar="FILE",
    help="The fleet's configuration. Also GITOPS_FLEET.",
)
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    type=click.Choice(["text", "json", "sarif", "github"]),
    metavar="FORMAT",
    help="How findings are told: text, json, sarif, or github for annotations in a workflow.",
)
def command(
    path: str,
    stage: str,
    since: str | None,
    fleet_file: str | None,
    form: str,
    *,
    staged: bool,
    everything: bool,
    verbose: bool,
    strict: bool,
) -> int:
    """Ask the gates of a stage about the repository at PATH.

    Without --staged the files are those of the work tree. Exit codes: 0 fine, 1 a required gate fails (with
    --strict any gate), 2 wrong usage or configuration, 3 something broke.
    """
    found = _checked(path, Stage(stage), since, fleet_file, staged=staged)
    _TELL[form](found, _Asked(everything, verbose))
    blocking = found.blocking(strict=strict)
    return Exit.FINDINGS if blocking else Exit.FINE


def _checked(path: str, stage: Stage, since: str | None, fleet_file: str | None, *, staged: bool) -> Check:
    with import_module("gitops_assets.cli.reading_failures").told():
        module = import_module("resources.gates.check")
        file = fleet_file and os.path.abspath(fleet_file)
        fleet = import_module("resources.fleet_file").load_fleet(file)
        asked = module.Asked(path=path, stage=stage, fleet=fleet, fleet_file=file, staged=staged, since=since)
        found: Check = module.check(asked)
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be told: also findings that the base has, also why gates were skipped."""

    everything: bool
    verbose: bool


def _told(check: Check, asked: _Asked) -> tuple[FindingRecord, ...]:
    return check.findings if asked.everything else check.new


def _text(check: Check, asked: _Asked) -> None:
    for line in _lines(check, asked):
        click.echo(line)


def _lines(check: Check, asked: _Asked) -> Iterator[str]:
    """Two lines a finding: what and where, then the remedy; then one about everything."""
    findings = _told(check, asked)
    for each in findings:
        severity = click.style(f"{each.severity:<8}", fg=_COLOURS[each.severity], bold=True)
        place = click.style(f"{display(each.path)}:{each.line}", bold=True)
        warning = "" if check.gates[each.gate].required else click.style(" (warns)", dim=True)
        yield f"{severity} {place}  {display(each.message)}  {click.style(each.gate, dim=True)}{warning}"
        yield f"         → {display(each.remedy)}"
    yield from [""] if findings else []
    for evaluation in check.evaluations:
        if evaluation.partial:
            why = display(evaluation.rest or evaluation.why or "")
            said = "unknown" if evaluation.outcome is Outcome.UNKNOWN else "in part"
            yield click.style(f"{said}  {evaluation.gate}: {why}", dim=True)
        elif asked.verbose and evaluation.outcome in (Outcome.SKIP, Outcome.EXEMPT):
            yield click.style(
                f"{evaluation.outcome:<7}  {evaluation.gate}: {display(evaluation.why or '')}", dim=True
            )
    yield _summary(check, findings)


def _summary(check: Check, findings: tuple[FindingRecord, ...]) -> str:
    counts = dict.fromkeys(Outcome, 0)
    for evaluation in check.evaluations:
        counts[evaluation.outcome] += 1
    answers = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    new = f" that {check.compared} does not have" if check.compared else ""
    score = "" if check.score.value is None else f" Score {check.score.value:.0f} ({check.score.level})"
    known = f", {check.score.coverage:.0%} known." if score else ""
    shown = counted(len([each for each in findings if each.status is FindingStatus.NEW]), "finding")
    return f"{check.stage}: {shown}{new}. Gates: {answers}.{score}{known}"


def _json(check: Check, asked: _Asked) -> None:
    document = check_document(check)
    if not asked.everything and check.compared:
        listed = document["findings"]
        assert isinstance(listed, list)  # noqa: S101 - narrows what the document is
        document["findings"] = [each for each in listed if each["status"] == FindingStatus.NEW]
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def _github(check: Check, asked: _Asked) -> None:
    for each in _told(check, asked):
        level = "error" if check.gates[each.gate].required else "warning"
        where = f"file={_property(each.path)},line={each.line},title={_property(each.gate)}"
        click.echo(f"::{level} {where}::{_value(f'{each.message} To fix it: {each.remedy}')}")
    click.echo(_summary(check, _told(check, asked)))


def _value(text: str) -> str:
    """A workflow command's message (github.com/actions/toolkit, docs/commands.md)."""
    return display(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(check: Check, asked: _Asked) -> None:
    version = import_module("importlib.metadata").version("gitops-assets")
    report_of = import_module("gitops_assets.core.gates.check_report").report_of
    report = report_of(check, _told(check, asked), version=version)
    click.echo(import_module("exporters.sarif").render(report).decode(), nl=False)


_TELL: dict[str, Callable[[Check, _Asked], None]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
