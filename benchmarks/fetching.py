"""How sources of published packages get here without anything of them being run.

PyPI: ``pip download --no-binary`` asks each source distribution's build backend for metadata, so it runs
their code. Instead ``uv pip compile`` answers from the metadata of wheels (every pin needs one) and
writes a lock with the address and hash of each source distribution; the archive is then fetched and checked
against that hash. npm: ``npm pack --ignore-scripts`` fetches the published archive and does nothing else.
"""

import hashlib
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterable
from pathlib import Path

DEADLINE = 300


def program(name: str) -> str:
    """Where a program is that was installed beside Python or on the machine."""
    found = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None:
        raise SystemExit(f"{name} was not found on PATH; published sources come through it: install it")
    return found


def fetch_sdists(pins: Iterable[str], cache: Path) -> None:
    """Put the source distribution of every ``name==version`` into the cache as ``name-version.tar.gz``."""
    options = ("--quiet", "--no-deps", "--universal", "--format", "pylock.toml")
    command = [program("uv"), "pip", "compile", *options, "-"]
    lock = subprocess.run(
        command, input="\n".join(pins), capture_output=True, text=True, check=True, timeout=DEADLINE
    )
    for package in tomllib.loads(lock.stdout)["packages"]:
        target = cache / f"{package['name']}-{package['version']}.tar.gz"
        if not target.exists():
            _download(package["sdist"]["url"], package["sdist"]["hashes"]["sha256"], target)


def _download(url: str, sha256: str, target: Path) -> None:
    if not url.startswith("https:"):
        raise SystemExit(f"{target.name} would come over an open line; configure an https index")
    with urllib.request.urlopen(url, timeout=DEADLINE) as answer:  # noqa: S310 - https, checked above
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SystemExit(f"{target.name} does not have the hash of the index; nothing was kept: try again")
    part = target.with_suffix(".part")
    part.write_bytes(content)
    part.replace(target)
    print(f"fetched {target.name}")


def fetch_tarball(pin: str, target: Path) -> None:
    """Put the published archive of one ``name@version`` beside ``target``, which npm names so itself."""
    options = ("--ignore-scripts", "--silent", "--pack-destination", str(target.parent))
    command = [program("npm"), "pack", pin, *options]
    subprocess.run(command, check=True, capture_output=True, timeout=DEADLINE)
    print(f"fetched {target.name}")
