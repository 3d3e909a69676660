"""``gitops-assets gates sign`` and ``gates new-key``: who vouches for the definitions of gates."""

from pathlib import Path

import click

from gitops_assets.cli.exits import Exit, Stop
from resources.signing import (
    KEY,
    KEY_FILE,
    SUFFIX,
    NoKey,
    new_key,
    public_key,
    secret_of_environment,
    signature,
)


@click.command("sign")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
def sign(*, files: tuple[str, ...]) -> int:
    """Sign FILES that define gates, each with a FILE.sig beside it.

    The key stands in GITOPS_GATES_KEY, or in the file that GITOPS_GATES_KEY_FILE names: a shared secret, or a
    secret key that `gates new-key` made.
    """
    secret = _secret()
    for file in files:
        path = Path(file)
        line = _signed(path, secret)
        path.with_name(path.name + SUFFIX).write_text(f"{line}\n", "ascii")
        click.echo(f"{file}{SUFFIX}  {line.partition(':')[0]}")
    return Exit.FINE


@click.command("new-key")
@click.argument("file", type=click.Path(exists=False, dir_okay=False))
def make_key(*, file: str) -> int:
    """Make a new ed25519 key: the secret half in FILE, the public one on the screen for fleet.yaml."""
    secret = new_key()
    try:
        path = Path(file)
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(f"{secret}\n", "ascii")
    except FileExistsError:
        raise Stop(Exit.USAGE, f"{file} exists; a key is never overwritten. Name another file.") from None
    click.echo(f"public: {public_key(secret)}")
    return Exit.FINE


def _secret() -> str:
    try:
        secret = secret_of_environment()
    except NoKey as why:
        raise Stop(Exit.USAGE, str(why)) from None
    if secret is None:
        raise Stop(Exit.USAGE, f"there is no key; set {KEY} or {KEY_FILE} and run again.")
    return secret


def _signed(path: Path, secret: str) -> str:
    try:
        return signature(path.name, path.read_bytes(), secret)
    except NoKey as why:
        raise Stop(Exit.USAGE, str(why)) from None
