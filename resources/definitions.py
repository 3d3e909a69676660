"""The gates that a fleet defines itself, read from the files beside its fleet.yaml."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatch
from glob import has_magic
from pathlib import Path

from gitops_assets.core.definitions.model import Definitions
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.document import read_document
from gitops_assets.core.fleet.faults import Fault, FleetFaults
from gitops_assets.core.fleet.outside import GATES_FILES, SignedSection
from gitops_assets.core.gates import GATES
from gitops_assets.core.tree import FILE_LIMIT, is_safe

LIMIT = 1_000_000
"""Bytes of one file of definitions."""

FILES = 500
"""Files of definitions that one fleet may have."""

ARTIFACTS = 64 << 20
"""Bytes of all reports together that are read of one repository."""


def load_definitions(fleet: Fleet, folder: str | Path) -> Definitions:
    """What the files define that a fleet names; ``folder`` is where its fleet.yaml stands.

    Raises ``DefinitionsRefused`` (a :class:`FleetFaults`) with everything that is wrong with all of them:
    unsigned and changed files are among it. Nothing of any file is used then.
    """
    files = [*_files(fleet.gates_files, Path(folder))]
    if not files:
        return Definitions()
    from gitops_assets.core.definitions.parsing import (  # noqa: PLC0415 - few fleets define gates
        DefinitionsRefused,
        Source,
        parse_definitions,
    )

    sources, refused = list[Source](), list[FleetFaults]()
    for name, path in files:
        try:
            body, text = _text(name, path)
            who = _signer(name, path, body, fleet.gates_signed)
            sources.append(Source(name=name, text=text, folder=str(folder), signer=who))
        except FleetFaults as faults:
            refused.append(faults)
    try:
        definitions = parse_definitions(sources, GATES)
    except DefinitionsRefused as faults:
        raise DefinitionsRefused([*refused, *faults.refused]) from None
    if refused:
        raise DefinitionsRefused(refused)
    return definitions


def definitions_beside(fleet: Fleet, fleet_file: str | None) -> Definitions:
    """What is defined beside a fleet's file; without one nothing is."""
    return load_definitions(fleet, Path(fleet_file).parent) if fleet_file else Definitions()


def definition_texts(fleet: Fleet, folder: Path) -> dict[str, str]:
    """The text of every file that defines gates, by name; raises as :func:`load_definitions`."""
    return {name: _text(name, path)[1] for name, path in _files(fleet.gates_files, folder)}


def custom_ids(text: str, folder: str | Path) -> Callable[[], frozenset[str]]:
    """The ids of the gates that a fleet defines, for reading the text of its fleet.yaml."""

    def ids() -> frozenset[str]:
        from gitops_assets.core.definitions.parsing import custom_ids as of  # noqa: PLC0415 - as above

        value = read_document(text).value
        patterns = value.get("gates_files") if isinstance(value, dict) else None
        named = (
            [each for each in patterns if isinstance(each, str)]
            if isinstance(patterns, list)
            else GATES_FILES
        )
        found: set[str] = set()
        for name, path in _files(named, Path(folder)):
            try:
                found |= of(_text(name, path)[1])
            except FleetFaults:
                continue
        return frozenset(found)

    return ids


def artifacts(folder: str | Path, wanted: Iterable[str]) -> Mapping[str, bytes]:
    """Files beside a commit that gates want to see, by path: what a build left in the work tree.

    The folder is hostile: only regular files inside it are read, no link on the way is followed, and what is
    larger than a file may be is left out.
    """
    found: dict[str, bytes] = {}
    left = ARTIFACTS
    for path in wanted:
        body = _inside(str(folder), path) if is_safe(path) else None
        if body is not None and len(body) <= left:
            left -= len(body)
            found[path] = body
    return found


def _inside(folder: str, path: str) -> bytes | None:
    """A regular file, reached from the folder step by step without following a link (openat(2))."""
    opened: list[int] = []
    try:
        opened.append(os.open(folder, os.O_RDONLY | os.O_DIRECTORY))
        *way, last = path.split("/")
        for part in way:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
            opened.append(os.open(part, flags, dir_fd=opened[-1]))
        # Without waiting: a named pipe would never answer.
        opened.append(os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=opened[-1]))
        status = os.fstat(opened[-1])
        if not stat.S_ISREG(status.st_mode) or status.st_size > FILE_LIMIT:
            return None
        with os.fdopen(opened.pop(), "rb") as file:
            return file.read(FILE_LIMIT)
    except (OSError, ValueError):
        return None
    finally:
        for number in opened:
            os.close(number)


def _files(patterns: Iterable[str], folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file once, by name; a pattern without ``*`` names a file that must be there."""
    found: dict[str, Path] = {}
    for pattern in patterns:
        base = pattern.partition("*")[0].rpartition("/")[0]
        if not has_magic(pattern):
            found[pattern] = folder / pattern
            continue
        below = folder / base
        for path in sorted(below.iterdir()) if below.is_dir() else ():
            name = path.relative_to(folder).as_posix()
            if fnmatch(name, pattern) and path.is_file():
                found[name] = path
    if len(found) > FILES:
        raise _fault("fleet.yaml", f"more than {FILES} files define gates", "correct gates_files")
    return iter(sorted(found.items()))


def _text(name: str, path: Path) -> tuple[bytes, str]:
    try:
        with path.open("rb") as file:
            body = file.read(LIMIT + 1)
        text = body.decode("utf-8-sig")
    except OSError as error:
        raise _fault(name, f"the file cannot be read ({error.strerror})", "correct gates_files") from None
    except UnicodeDecodeError:
        raise _fault(name, "the file is not UTF-8", "save it as UTF-8") from None
    if len(body) > LIMIT:
        raise _fault(name, f"the file is larger than {LIMIT:,} bytes", "split it")
    return body, text


def _signer(name: str, path: Path, body: bytes, signed: SignedSection) -> str | None:
    """Who signed a file; a signature that is there must fit, whether one is demanded or not."""
    from resources.signing import NoKey, Unsigned, read_signature, signer  # noqa: PLC0415 - as above

    try:
        line = read_signature(path)
        if line is None and not signed.required:
            return None
        return signer(path.name, body, line, signed)
    except Unsigned as why:
        raise _fault(name, str(why), why.hint) from None
    except (NoKey, OSError) as why:
        raise _fault(name, f"the signature cannot be checked: {why}", "correct that and try again") from None


def _fault(name: str, message: str, hint: str) -> FleetFaults:
    return FleetFaults([Fault(1, 1, "the file", message, hint)], name)
