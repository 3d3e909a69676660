"""From the bytes of reports to files: each in one step, and nothing left of what is not told any more."""

import contextlib
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

INDEX = ".written-by-gitops-assets"
"""Lists, in a folder that belongs to a format, the files that were written there, a line each."""


class ReportUnwritten(Exception):  # noqa: N818 - reads as the sentence it is
    """A report file could not be written; the one that stood there still does."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the file to open, how many files there are with it, and their bytes together.

    ``digest`` is the SHA-256 of the file to open.
    """

    path: Path
    files: int
    size: int
    digest: str


class Made:
    """The file to open of every format that was written from one material, read again where it is asked for.

    Only what still has the bytes that were written counts. Keeping the bytes would cost 200 MB in a fleet of
    1,000 repositories.
    """

    def __init__(self) -> None:
        self._written: dict[str, Written] = {}

    def keep(self, name: str, written: Written) -> None:
        """Remember what was written of a format."""
        self._written[name] = written

    def __call__(self, name: str) -> bytes | None:
        """The bytes of a format's file, or None where it was not written or is not what was written."""
        written = self._written.get(name)
        if written is None:
            return None
        try:
            content = written.path.read_bytes()
        except OSError:
            return None
        return content if _digest(content) == written.digest else None


def write_files(output: Path, files: Iterable[tuple[str, bytes]], folder: str | None) -> Written:
    """Write a format's files below ``output``; the first is the one to open, the others lie in ``folder``.

    Files that were written into that folder before and are not among these are removed; what others put
    there stays. Raises :class:`ReportUnwritten`.
    """
    paths: list[Path] = []
    size, digest = 0, ""
    for name, content in files:
        if ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute():
            raise ValueError(f"a report file may not leave its folder: {name!r}")
        paths.append(write_report(output / name, content))
        size += len(content)
        digest = digest or _digest(content)
    if folder is not None:
        _forget_others(output / folder, paths)
    return Written(paths[0], len(paths), size, digest)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _forget_others(folder: Path, paths: Iterable[Path]) -> None:
    index = folder / INDEX
    now = sorted(path.relative_to(folder).as_posix() for path in paths if path.is_relative_to(folder))
    try:
        before = index.read_bytes().decode("utf-8", "replace").splitlines() if index.is_file() else []
        for name in {*before} - {*now}:
            inside = ".." not in PurePosixPath(name).parts and not PurePosixPath(name).is_absolute()
            if inside and not (folder / name).is_dir():
                (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise ReportUnwritten(
            f"what an earlier report left in {folder} could not be removed ({error.strerror}); remove the "
            "folder, or choose another one with -o. The results are stored."
        ) from None
    if now or before:
        write_report(index, "".join(f"{name}\n" for name in now).encode())


def write_report(path: Path, content: bytes) -> Path:
    """Replace a report file in one step, so that a reader never sees half of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise ReportUnwritten(
            f"the report {path} could not be written ({error.strerror}); {_remedy(path)}. "
            "The results are stored: `gitops-assets report` writes the files again."
        ) from None
    return path


def _remedy(path: Path) -> str:
    standing = next(place for place in (path.parent, *path.parents) if place.exists())
    if not standing.is_dir():
        return f"{standing} is a file and no folder: choose another folder with -o"
    if path.is_dir():
        return f"{path} is a folder: move it away or choose another folder with -o"
    return "free some space or choose another folder with -o"
