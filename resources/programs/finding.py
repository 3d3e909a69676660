"""Which file a program is, whether it is the one that the fleet pinned, and how it calls its version."""

import hashlib
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from gitops_assets.core.text import display
from resources.programs.limits import Limits
from resources.programs.running import run, scrubbed

_VERSION = re.compile(r"\d{1,9}(?:\.\d{1,9}){1,3}(?:[-+.][0-9A-Za-z.]{1,20})?")
_INTERPRETER = re.compile(r"(?:python|pypy|node|ruby|perl|php|bash|dash|zsh|sh)[\d.]*")
_INLINE = frozenset({"-c", "-e", "-m", "--eval"})
"""What an interpreter is told instead of a file."""

_ASKING = Limits(seconds=20, output=64)


class Absent(Exception):  # noqa: N818 - reads as the sentence it is
    """There is no such program; the message says what was looked for."""


class Refused(Exception):  # noqa: N818 - reads as the sentence it is
    """The program must not be run; the message says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """An executable file: what was asked for, the path that it is started by, and its SHA-256 in hex."""

    asked: str
    path: str
    digest: str


def found(name: str, folder: str, pins: Mapping[str, str]) -> Found:
    """The program of that name: on PATH, or beside the definitions where the name has a slash.

    Never one of the audited repository: a name with a slash is looked up below ``folder`` alone, and PATH
    counts only where it is absolute. Raises :class:`Absent` or :class:`Refused`.
    """
    path = _beside(name, folder) if "/" in name else shutil.which(name, path=scrubbed("")["PATH"])
    if path is None:
        where = "beside the definitions of gates" if "/" in name else "on PATH"
        raise Absent(f"{display(name)} is not {where}")
    real = os.path.realpath(path)
    try:
        digest = _digest(real, *_stamp(real))
    except OSError as error:
        raise Refused(f"{display(name)} cannot be read: {error.strerror}") from None
    pin = pins.get(name, pins.get(Path(name).name))
    if pin is not None and pin.removeprefix("sha256:") != digest:
        raise Refused(f"{display(name)} has the SHA-256 {digest}, and fleet.yaml pins another one")
    return Found(name, str(path), digest)


def served_by(command: Sequence[str], folder: str, pins: Mapping[str, str]) -> tuple[Found, tuple[str, ...]]:
    """The program of a server and its whole command, an interpreter's script being part of its identity.

    The script stands beside the definitions or has an absolute path: one of the audited repository would be
    code of strangers. Raises :class:`Absent` or :class:`Refused`.
    """
    program = found(command[0], folder, pins)
    arguments = list(command[1:])
    if not _INTERPRETER.fullmatch(Path(program.path).name) or not _INLINE.isdisjoint(arguments):
        return program, (program.path, *arguments)
    for nth, argument in enumerate(arguments):
        script = None if argument.startswith("-") else _kept(argument, folder)
        if script is not None:
            arguments[nth] = script
            both = f"{program.digest}\n{_digest(script, *_stamp(script))}"
            digest = hashlib.sha256(both.encode()).hexdigest()
            return Found(program.asked, program.path, digest), (program.path, *arguments)
    if any(not each.startswith("-") for each in arguments):
        raise Refused(
            f"none of the arguments of {display(command[0])} is a file beside the definitions of gates, and"
            " what a repository brings is never run: name its script by an absolute path, or put it there"
        )
    return program, (program.path, *arguments)


def version(program: Found, arguments: Sequence[str]) -> str | None:
    """What the program calls its version; asked once for each file."""
    return _version(program.path, program.digest, tuple(arguments))


@lru_cache(maxsize=256)
def _version(path: str, _digest: str, arguments: tuple[str, ...]) -> str | None:
    with TemporaryDirectory(prefix="gitops-assets-") as place:
        folder = Path(place, "empty")
        folder.mkdir()
        try:
            ran = run((path, *arguments), str(folder), scrubbed(str(folder)), _ASKING)
        except OSError:
            return None
    said = (ran.out or ran.err).decode("utf-8", "replace")[:2000]
    match = _VERSION.search(said)
    return match[0] if match and ran.unknown is None else None


def _beside(name: str, folder: str) -> str | None:
    """A program that the fleet keeps itself; an absolute path stands for itself."""
    path = Path(name) if name.startswith("/") else Path(folder, name) if folder else None
    if path is None or not path.is_file() or not os.access(path, os.X_OK):
        return None
    if not name.startswith("/") and not path.resolve().is_relative_to(Path(folder).resolve()):
        return None
    return str(path)


def _kept(name: str, folder: str) -> str | None:
    """A file that the fleet keeps itself, by its real path; None where there is none of that name."""
    path = Path(name) if name.startswith("/") else Path(folder, name) if folder else None
    if path is None or not path.is_file():
        return None
    real = path.resolve()
    own = name.startswith("/") or real.is_relative_to(Path(folder).resolve())
    return str(real) if own else None


def _stamp(path: str) -> tuple[int, int, int]:
    status = Path(path).stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=256)
def _digest(path: str, _inode: int, _size: int, _moved: int) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
