"""``gitops-assets audit``: one run of every asset over the whole fleet, then what a person should know."""

import os
from collections.abc import Sequence
from dataclasses import replace

import click

from exporters import EXPORTERS, chosen
from exporters.model import Material
from gitops_assets.cli.audit_run import PARTS, Wish, audit
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.cli.progress import listener
from gitops_assets.cli.report_write import FORMATS, tell_unwritten
from gitops_assets.cli.spelled import Spelled
from gitops_assets.cli.summary import summary_lines
from gitops_assets.core.gates.words import counted
from gitops_assets.core.model import Severity
from gitops_assets.core.report import Report
from resources.fleet_file import load_fleet
from resources.home import find_home

_SARIF = {"error": Severity.HIGH, "warning": Severity.MEDIUM, "note": Severity.INFO}
_LEVELS = Spelled(["never", *map(str, Severity), *_SARIF])
_FAIL_ON = (
    "Exit with 1 when an open finding is at least this bad: critical, high (or error), medium (or warning), "
    "low, info (or note), never."
)

_FORMATS_HELP = (
    "Write this format instead of the fleet file's or the usual ones; all writes every one. Repeatable."
)


@click.command("audit")
@click.argument("roots", nargs=-1, type=click.Path())
@click.option("--fleet", "fleet_file", type=click.Path(), metavar="FILE", help="The fleet's configuration.")
@click.option("-o", "--output", type=click.Path(), metavar="DIR", help="Where the report files go.")
@click.option(
    "--fail-on",
    default="never",
    show_default=True,
    type=_LEVELS,
    metavar="LEVEL",
    help=_FAIL_ON,
)
@click.option("--fetch", is_flag=True, help="Ask every remote first; without it nothing leaves this machine.")
@click.option(
    "--skip",
    multiple=True,
    type=click.Choice(list(PARTS)),
    help="Leave a part of the audit out this time; what is known of it stays as it was. Repeatable.",
)
@click.option("--format", "formats", multiple=True, type=FORMATS, metavar="FORMAT", help=_FORMATS_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print report.json instead of a summary.")
@click.option(
    "--log",
    type=click.Choice(["text", "json"]),
    default="text",
    envvar="GITOPS_LOG",
    help="How progress is told on the standard error; json carries the run's id. Also GITOPS_LOG.",
)
def command(
    roots: Sequence[str],
    fleet_file: str | None,
    output: str | None,
    fail_on: str,
    log: str,
    *,
    skip: Sequence[str],
    formats: Sequence[str],
    fetch: bool,
    as_json: bool,
) -> int:
    """Audit every repository below ROOTS and write every report.

    ROOTS default to those of the fleet file, else to this folder. Results are kept in GITOPS_HOME, so that
    the next audit can tell what changed and why. Exit codes: 0 fine, 1 findings at or above --fail-on,
    2 wrong usage or configuration, 3 something broke, 4 nothing was there to audit, 130 interrupted.
    """
    with told():
        home = find_home()
        wish = _wish(roots, fleet_file, output, fetch=fetch)
        wish = replace(wish, skip=frozenset(skip), formats=frozenset(formats) or None)
        known_formats(wish)
        done = audit(home, wish, listener(wish.run_id, log=log, quiet=as_json))
    report = done.report
    if as_json:
        click.echo(EXPORTERS.get("json").render(Material(report)))
    else:
        for line in summary_lines(report, done.files):
            click.echo(line)
    for fault in done.faulty_models:
        click.echo(fault, err=True)
    tell_unwritten(done.unwritten)
    code = verdict(report, fail_on)
    if code is Exit.FINDINGS:
        found = counted(failing(report, fail_on), "finding")
        click.echo(f"gitops-assets: {found} at or above {fail_on}: exit {code:d}", err=True)
    return code


def known_formats(wish: Wish) -> None:
    """Raise ``Stop`` for a format of the fleet file that there is not; the command line checks its own."""
    try:
        chosen(wish.fleet.reports.formats)
    except LookupError as error:
        raise Stop(
            Exit.USAGE, f"{wish.fleet_file}: reports.formats: {error.args[0]}; mend the fleet file."
        ) from None


def verdict(report: Report, fail_on: str) -> Exit:
    """Whether the open findings are bad enough to fail."""
    return Exit.FINDINGS if failing(report, fail_on) else Exit.FINE


def failing(report: Report, fail_on: str) -> int:
    """How many open findings are at least as bad as ``fail_on``; none with ``never``."""
    if fail_on == "never":
        return 0
    limit = _SARIF.get(fail_on) or Severity(fail_on)
    return sum(finding.severity.rank <= limit.rank for finding in report.open_findings)


def _wish(roots: Sequence[str], fleet_file: str | None, output: str | None, *, fetch: bool) -> Wish:
    """Resolve the arguments; the roots in a fleet file are relative to it."""
    file = os.path.abspath(fleet_file) if fleet_file else None
    fleet = load_fleet(file)
    base = os.path.dirname(file) if file and not roots else os.getcwd()
    named = roots or fleet.roots or (".",)
    folders = [os.path.abspath(os.path.join(base, os.path.expanduser(root))) for root in named]
    return Wish(
        fleet=fleet,
        fleet_file=file,
        roots=tuple(dict.fromkeys(folders)),
        output=os.path.abspath(output) if output else None,
        fetch=fetch,
    )
