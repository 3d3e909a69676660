"""Where advisories come from: the zips and JSON files that OSV publishes, in any of the usual layouts.

Nothing is ever unpacked to the disk, so names in an archive lead nowhere; what is too large, nested or no
JSON is a :class:`Refused` with a reason, never a reason to stop.

Source: [OSV data dumps](https://google.github.io/osv.dev/data/#data-dumps).
"""

import json
import os
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

RECORD = 8 << 20
"""Bytes of one record; the largest that is published has two million."""
TOTAL = 32 << 30
"""Bytes that one archive may unpack to; all that OSV has together are a third of it."""
MANY = 5_000_000
"""Records of one archive or folder."""

_ZIP = b"PK\x03\x04"
_ENDS = (".json", ".zip")


class AdvisoriesUnreadable(Exception):  # noqa: N818 - reads as the sentence it is
    """What was named holds no advisories; the message says what failed, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """One record before anybody understood it; ``day`` is its file's (seconds since the epoch)."""

    where: str
    body: bytes
    day: int


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not taken, and why."""

    where: str
    why: str


def documents(path: Path) -> Iterator[Document | Refused]:
    """Every record of a zip, of a JSON file, or of all of both below a folder.

    Raises :class:`AdvisoriesUnreadable` where there is nothing of the kind.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            yield from _folder(path)
        elif stat.S_ISREG(mode):
            yield from _file(path, str(path))
        else:
            raise AdvisoriesUnreadable(_nothing(path, "it is neither a file nor a folder"))
    except OSError as error:
        raise AdvisoriesUnreadable(_nothing(path, error.strerror or str(error))) from None


def parsed(document: Document) -> Iterator[object]:
    """The JSON of a document: one record, or each of a list. Raises ``ValueError`` with the reason."""
    try:
        value = json.loads(document.body)
        if b"\\ud" in document.body.lower():
            json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair is no character
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except UnicodeEncodeError:
        raise ValueError("has a character that is none") from None
    except ValueError:
        raise ValueError("is no JSON") from None
    yield from value if isinstance(value, list) else (value,)


def _nothing(path: Path, why: str) -> str:
    return (
        f"the advisories cannot be read: {path}: {why}; name a zip of OSV's (an all.zip), a JSON "
        "record, or a folder of them."
    )


def _folder(folder: Path) -> Iterator[Document | Refused]:
    for nth, path in enumerate(_files(folder)):
        if nth >= MANY:
            yield Refused(str(folder), f"has more than {MANY:,} files; the rest is left out")
            return
        yield from _file(path, str(path.relative_to(folder)))


def _files(folder: Path) -> Iterator[Path]:
    """Files below a folder in the order of their names; links are not followed."""
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(here, name)
            if name.lower().endswith(_ENDS) and stat.S_ISREG(path.lstat().st_mode):
                yield path


def _file(path: Path, where: str) -> Iterator[Document | Refused]:
    with path.open("rb") as file:
        zipped = file.read(len(_ZIP)) == _ZIP
        file.seek(0)
        if zipped:
            yield from _zip(file, where)
        else:
            yield _bounded(file, where, int(os.fstat(file.fileno()).st_mtime))


def _bounded(file: IO[bytes], where: str, day: int) -> Document | Refused:
    body = file.read(RECORD + 1)
    return Document(where, body, day) if len(body) <= RECORD else Refused(where, _too_large())


def _zip(file: IO[bytes], where: str) -> Iterator[Document | Refused]:
    day = int(os.fstat(file.fileno()).st_mtime)
    try:
        with zipfile.ZipFile(file) as archive:
            yield from _entries(archive, where, day)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        yield Refused(where, f"is no zip that can be read ({str(error)[:100]})")


def _entries(archive: zipfile.ZipFile, where: str, day: int) -> Iterator[Document | Refused]:
    entries = [each for each in archive.infolist() if each.filename.lower().endswith(".json")]
    if len(entries) > MANY or sum(each.file_size for each in entries) > TOTAL:
        yield Refused(where, f"has more than {MANY:,} records or {TOTAL:,} bytes")
        return
    for entry in entries:
        name = f"{where}!{entry.filename[:200]}"
        if entry.file_size > RECORD:
            yield Refused(name, _too_large())
            continue
        try:
            with archive.open(entry) as inside:
                yield _bounded(inside, name, day)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            yield Refused(name, f"cannot be unpacked ({str(error)[:100]})")


def _too_large() -> str:
    return f"has more than {RECORD:,} bytes"


def all_documents(paths: Iterable[Path]) -> Iterator[Document | Refused]:
    """The records of every path in turn."""
    for path in paths:
        yield from documents(path)
