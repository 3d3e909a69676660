"""``gitops-assets evidence``: one archive that proves what an audit found, and whether it is still that."""

import json
from pathlib import Path

import click

from exporters.model import Unavailable
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.moments import MOMENT
from resources.evidence import KEY, KEY_FILE, NoPack, UnusableKey, Verified, verify


@click.group("evidence")
def command() -> None:
    """One archive for an audit: reports, policy, versions, digests and a signature."""


@command.command("create")
@click.option("--as-of", metavar="WHEN", help=f"The audit that was the last one then. {MOMENT}")
@click.option(
    "--fleet", metavar="FLEET", help="Of this fleet: its name, its fleet file or one of its folders."
)
@click.option(
    "-o",
    "--output",
    default="evidence.zip",
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the pack here.",
)
def create(*, as_of: str | None, fleet: str | None, output: Path) -> int:
    """Pack an audit; the same audit always gives the same bytes.

    It is signed with the ed25519 key in GITOPS_EVIDENCE_KEY, or in the file that GITOPS_EVIDENCE_KEY_FILE
    names; `gates new-key` makes one.
    """
    from gitops_assets.cli.evidence_create import pack  # noqa: PLC0415 - verifying needs no store

    try:
        made = pack(as_of, fleet)
    except Unavailable as why:
        raise Stop(Exit.USAGE, str(why)) from None
    made.write(output.absolute())
    click.echo(f"{output}  audit {made.audit} of {made.fleet}, {made.size:,} bytes")
    for name, reason in made.left_out:
        click.echo(f"The format {name} was left out: {reason}", err=True)
    if not made.signed:
        click.echo(
            f"It is not signed: set {KEY} or {KEY_FILE} so that others can tell who made it.", err=True
        )
    return Exit.FINE


@command.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", metavar="PUBLIC", help="The public ed25519 key of whoever should have signed it.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
def check(*, file: Path, key: str | None, as_json: bool) -> int:
    """Whether FILE is as it was made; exit code 1 if anything in it was changed, added or removed.

    With --key it must be signed by that key as well. Without, only its own digests are compared, which
    whoever changed it could have renewed.
    """
    try:
        found = verify(file, key)
    except NoPack as why:
        raise Stop(Exit.USAGE, f"{file} is no evidence pack: the file {why}. Name another file.") from None
    except UnusableKey as why:
        raise Stop(Exit.USAGE, f"{why} It is printed by `gitops-assets gates new-key`.") from None
    click.echo(json.dumps(_document(found), indent=1) if as_json else "\n".join(_lines(file, found)))
    return Exit.FINDINGS if found.faults else Exit.FINE


def _document(found: Verified) -> dict[str, object]:
    return {
        "intact": not found.faults,
        "faults": list(found.faults),
        "signed": found.signed,
        "signer": found.signer,
        "fleet": found.manifest.get("fleet"),
        "audit": found.manifest.get("audit"),
        "finished": found.manifest.get("finished"),
        "files": found.files,
    }


def _lines(file: Path, found: Verified) -> list[str]:
    if found.faults:
        return [f"{file} is not as it was made:", *(f"  {fault}" for fault in found.faults)]
    about = f"audit {found.manifest.get('audit')} of {found.manifest.get('fleet')}"
    vouched = "signed by that key"
    if found.signer is None:
        vouched = "signed; name the key to check it with --key" if found.signed else "not signed"
    return [f"{file} is as it was made: {about}, {found.files} files; {vouched}."]
