"""A read-only view of a repository's files: the work tree, or any commit, behind one face.

Paths are relative to the repository, with ``/``; bytes that are not UTF-8 are surrogates (PEP 383). What
cannot be read is a value that says why, so that one bad file never hides the others.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

FILE_LIMIT = 8 << 20
"""Bytes of one file that are read unless the caller says otherwise; large lock files have five million."""

PATH_LIMIT = 250_000
"""Paths a tree may have; a larger one is not listed, because half a tree gives wrong answers."""


@dataclass(frozen=True, slots=True)
class Blob:
    """What stands at a path. Of a symbolic link (``link``) the body is its target's name, not the target."""

    path: str
    body: bytes
    link: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A path that was not read, and why."""

    path: str
    why: str


class Mode(StrEnum):
    """What git keeps of a file besides its content (gitformat-index(5): 100644, 100755, 120000)."""

    FILE = "file"
    EXECUTABLE = "executable"
    LINK = "link"


class NotRead(Exception):  # noqa: N818 - the one file that was asked for could not be read
    """What :meth:`Tree.read` and :meth:`Tree.oid` raise; ``unread`` has the path and the reason."""

    def __init__(self, unread: Unread) -> None:
        self.unread = unread
        super().__init__(f"{unread.path!r} was not read: it {unread.why}")


class TreeUnreadable(Exception):  # noqa: N818 - reads as the sentence it is
    """The tree as a whole cannot be listed; its answers are unknown, never empty."""

    def __init__(self, where: str, why: str, remedy: str = "see what `git status` says there") -> None:
        self.why = why
        super().__init__(f"the files of {where!r} cannot be listed: {why}; {remedy}")


class Tree(Protocol):
    """A repository's files at one moment. Everything may raise :class:`TreeUnreadable`."""

    def paths(self) -> Sequence[str]:
        """Every file and link, sorted as git sorts (by bytes); no folders, no submodules."""
        ...

    def skipped(self) -> Sequence[Unread]:
        """What the tree names but nobody may follow: paths with ``..`` or ``.git`` in them."""
        ...

    def mode(self, path: str) -> Mode:
        """What stands at a path; raises :class:`NotRead` where nothing does."""
        ...

    def sizes(self, paths: Collection[str] | None = None) -> Mapping[str, int]:
        """Bytes of the content of each of these paths, or of all, without reading it.

        What cannot be asked for is left out.
        """
        ...

    def oid(self, path: str) -> str:
        """The object id of the content, 40 or 64 hex digits; raises :class:`NotRead`."""
        ...

    def read(self, path: str, limit: int = FILE_LIMIT) -> bytes:
        """The content, at most ``limit`` bytes; raises :class:`NotRead`, also where there is more."""
        ...

    def read_many(self, paths: Iterable[str], limit: int = FILE_LIMIT) -> Iterator[Blob | Unread]:
        """The contents in the order of ``paths``, one answer for each."""
        ...


def body_of(answer: Blob | Unread) -> bytes:
    """The content, or :class:`NotRead`."""
    if isinstance(answer, Unread):
        raise NotRead(answer)
    return answer.body


def absent(path: str) -> Unread:
    """There is no such path in the tree."""
    return Unread(path, "is not in the tree")


def too_large(path: str, size: int, limit: int) -> Unread:
    """The file has more bytes than are read."""
    return Unread(path, f"has {size:,} bytes, more than {limit:,}")


def is_safe(path: str) -> bool:
    """Whether git would ever check this path out (its verify_path): nothing above, nothing in ``.git``."""
    parts = path.casefold().split("/")
    return not any(part in {"", ".", "..", ".git"} for part in parts) and "\0" not in path
