"""``gitops-assets import``: an exported report back into the store."""

from collections.abc import Sequence
from pathlib import Path

import click

from gitops_assets.cli.dependency_options import many, repositories
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.core.importing.document import NOT_HELD, Imported, imported
from gitops_assets.core.importing.parsing import MOST, parsed
from gitops_assets.core.importing.places import Unimportable
from gitops_assets.core.text import display
from resources.home import find_home, prepare
from resources.store.importing import Brought, Done, Mode, Refused, import_audit
from resources.store.store import Store


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.SKIP.value,
    show_default=True,
    help="Of an audit that the store has: leave it, write it again, or add the repositories that it lacks.",
)
def command(files: Sequence[Path], mode: str) -> int:
    """Bring the audits of FILE (report.json or report.ndjson) into the store of this home.

    Each is one transaction: all of it, or nothing. Import the oldest first. What a report does not hold
    cannot be rebuilt; the command says what that is.
    """
    with told():
        home = find_home()
    audits = [(file, _read(file)) for file in files]
    with told():
        prepare(home)
    with told(), Store.open(home.store_url) as store:
        store.migrate()
        done = [_brought(store, file, audit, Mode(mode)) for file, audit in audits]
    if any(done):
        click.echo(
            f"A report does not hold {', '.join(NOT_HELD[:-1])} and {NOT_HELD[-1]}: those are not rebuilt."
        )
    return Exit.FINE


def _read(file: Path) -> Imported:
    try:
        if file.stat().st_size > MOST:
            raise Stop(Exit.USAGE, f"{file} was not imported: it is larger than {MOST:,} bytes.")
        return imported(parsed(file.read_bytes()))
    except OSError as error:
        raise Stop(
            Exit.USAGE,
            f"{file} was not imported: it could not be read ({error.strerror}); name a report.json.",
        ) from None
    except Unimportable as error:
        raise Stop(Exit.USAGE, f"{file} was not imported: {error}. Nothing was written.") from None


def _brought(store: Store, file: Path, audit: Imported, mode: Mode) -> bool:
    """Tell what became of the file; whether anything was written."""
    try:
        brought = import_audit(store.database, audit, mode)
    except Refused as error:
        raise Stop(Exit.USAGE, f"{file} was not imported: {error}. Nothing was written.") from None
    click.echo(f"{file}: {_said(brought, audit)}.")
    return brought.done in (Done.NEW, Done.AGAIN) or brought.repositories > 0


def _said(brought: Brought, audit: Imported) -> str:
    what = f"{repositories(brought.repositories)} and {many(brought.findings, 'open finding')}"
    match brought.done:
        case Done.NEW:
            number = (
                "" if brought.audit == audit.id else f" (number {audit.id} in the report is not free here)"
            )
            return f"audit {brought.audit}{number} of {display(audit.fleet)} came in with {what}"
        case Done.AGAIN:
            return f"audit {brought.audit} of {display(audit.fleet)} was written again, with {what}"
        case Done.ADDED if brought.repositories:
            return f"audit {brought.audit} lacked {what}: they were added, what it has was left"
        case Done.ADDED:
            return f"audit {brought.audit} has every repository of it; nothing was written"
        case Done.LEFT:
            return f"audit {brought.audit} is in the store already; nothing was written (see --mode)"
