"""Paths inside of one tree: always with slashes, relative to its root, "" being the root itself."""

import posixpath
from collections.abc import Iterator


def folder_of(path: str) -> str:
    """The folder that a file stands in."""
    return path.rpartition("/")[0]


def file_of(path: str) -> str:
    """The last part of a path."""
    return path.rpartition("/")[2]


def path_from(folder: str, written: str) -> str | None:
    """Where a path that is written in a file of that folder leads; None when that is outside of the tree."""
    written = written.replace("\\", "/")
    if written.startswith(("/", "~")) or ":" in written[:2] or "\0" in written:
        return None
    path = posixpath.normpath(posixpath.join(folder, written))
    if path == ".." or path.startswith("../"):
        return None
    return "" if path == "." else path


def path_below(folder: str, path: str) -> str | None:
    """The path relative to a folder that it is in or equal to; None when it is elsewhere."""
    if not folder or path == folder:
        return path if not folder else ""
    return path[len(folder) + 1 :] if path.startswith(f"{folder}/") else None


def folders_up(folder: str) -> Iterator[str]:
    """A folder and all around it, up to the root."""
    while folder:
        yield folder
        folder = folder_of(folder)
    yield ""
