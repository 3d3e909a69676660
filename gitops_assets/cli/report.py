"""``gitops-assets report``: any past audit in any format, from the store alone."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import click

from exporters import EXPORTERS
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from resources.home import Home, find_home
from resources.reporting import report_of, write_report
from resources.store.model import AuditRow
from resources.store.store import Store

_FORMATS = click.Choice([*EXPORTERS.ids, "all"])
_MOMENT = "An audit's number, a date (2026-11-21: the end of that day, UTC) or a moment (2026-11-21T08:00Z)."


@click.command("report")
@click.argument("formats", nargs=-1, type=_FORMATS, metavar="FORMAT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Write files here.")
@click.option("--as-of", metavar="WHEN", help=f"The audit that was the last one then. {_MOMENT}")
@click.option("--since", metavar="WHEN", help="Compare with the last audit of then, not with the one before.")
def command(formats: Sequence[str], output: Path | None, as_of: str | None, since: str | None) -> int:
    """Render the report of an audit again, in each FORMAT: json, csv, markdown, html, sarif or all.

    One format without -o goes to the standard output; otherwise files are written. Nothing is looked at
    again: the answer comes from the store, and the same question always gives the same bytes.
    """
    with told():
        home = find_home()
    wanted = [each for each in EXPORTERS if "all" in formats or not formats or each.id in formats]
    with told(), Store.open(home.store_url) as store:
        store.check()
        audit = audit_of(store, home, as_of)
        base = _base(store, home, since, audit).id if since else None
        report = report_of(store, audit.id, since=base)
        if output is None and len(wanted) == 1 and formats:
            sys.stdout.buffer.write(wanted[0].render(report))
            return Exit.FINE
        for exporter in wanted:
            path = (output or home.reports).absolute() / exporter.file_name
            click.echo(write_report(path, exporter.render(report)))
    return Exit.FINE


def audit_of(store: Store, home: Home, when: str | None, roots: Sequence[str] | None = None) -> AuditRow:
    """The complete audit of that number or that was the last one then, of these roots or of any."""
    if when is None:
        found = store.latest_audit(roots)
    elif when.isdigit():
        found = next((each for each in store.audits(limit=100_000) if each.id == int(when)), None)
        found = found if found and found.status == "complete" else None
    else:
        found = store.audit_at(moment_of(when), roots)
    if found is None:
        raise Stop(
            Exit.NOTHING,
            f"no complete audit {'of ' + when if when else 'yet'} is in the store of {home.path}; "
            "run `gitops-assets audit ROOT`, or ask for a later moment.",
        )
    return found


def _base(store: Store, home: Home, since: str, audit: AuditRow) -> AuditRow:
    """The audit to compare with; a comparison with a later one, or of other folders, would tell nonsense."""
    base = audit_of(store, home, since, roots=audit.roots)
    if set(base.roots) != set(audit.roots):
        fault = f"audit {base.id} was about other folders than audit {audit.id} ({', '.join(base.roots)})"
    elif base.id >= audit.id:
        fault = f"audit {audit.id} cannot be compared with audit {base.id}: that is not older"
    else:
        return base
    raise Stop(Exit.USAGE, f"{fault}; name an earlier audit of the same folders with --since.")


def moment_of(text: str) -> int:
    """A date or moment as epoch seconds; a date is the end of its day."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Stop(Exit.USAGE, f"{text!r} is no moment. {_MOMENT}") from None
    if len(text) == len("2026-11-21"):
        moment = datetime.combine(moment, time()) + timedelta(days=1, seconds=-1)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
