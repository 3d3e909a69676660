"""A tree written into a folder of its own, so that no program ever works in a repository."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from gitops_assets.core.tree import Blob, Mode, Tree, Unread, is_safe
from resources.programs.room import MEMORY, SMALL, roomy

BYTES = 1 << 30
"""Bytes of one copy."""

FILES = 100_000
"""Files of one copy."""


class TooLarge(Exception):  # noqa: N818 - reads as the sentence it is
    """The tree is larger than what is copied; the message says so."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Where a tree was written to, an empty home beside it, and what could not be written."""

    folder: str
    home: str
    left_out: tuple[Unread, ...] = field(default=())


class Copying:
    """Copies of one tree. A small one is read once, however many programs get a copy of it."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._read: dict[str, Blob | Unread] = {}

    @contextmanager
    def copied(self, only: Sequence[str] | None = None) -> Iterator[Copy]:
        """A copy that is gone afterwards, with whatever a program left there; raises :class:`TooLarge`.

        ``only`` are the paths that are copied. That of a small tree lies in memory, where there is room to
        spare: two thousand files are written there before a disk has made a hundred.
        """
        paths = self._tree.paths() if only is None else only
        size = self._size(paths)
        small = size <= SMALL
        where = MEMORY if roomy(size) else None
        with TemporaryDirectory(prefix="gitops-assets-", dir=where, ignore_cleanup_errors=True) as place:
            folder, home = Path(place, "tree"), Path(place, "home")
            folder.mkdir()
            home.mkdir()
            answers = self._kept(paths) if small else self._tree.read_many(paths)
            yield Copy(str(folder), str(home), tuple(_written(self._tree, answers, folder)))

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        return self._tree.sizes()

    def _size(self, paths: Sequence[str]) -> int:
        if len(paths) > FILES:
            raise TooLarge(
                f"the tree has {len(paths):,} files, and at most {FILES:,} are copied for a program"
            )
        size = sum(self._sizes.get(path, 0) for path in paths)
        if size > BYTES:
            raise TooLarge(f"the tree has {size:,} bytes, and at most {BYTES:,} are copied for a program")
        return size

    def _kept(self, paths: Sequence[str]) -> Iterator[Blob | Unread]:
        new = [path for path in paths if path not in self._read]
        self._read.update((answer.path, answer) for answer in self._tree.read_many(new))
        return (self._read[path] for path in paths)


def _written(tree: Tree, answers: Iterable[Blob | Unread], folder: Path) -> Iterator[Unread]:
    """Write every file; links are left out, because a program would follow them out of the copy."""
    left, made = BYTES, set[Path]()
    for answer in answers:
        if isinstance(answer, Unread):
            yield answer
            continue
        left -= len(answer.body)
        if left < 0:
            raise TooLarge(f"more than {BYTES:,} bytes would be copied for a program")
        if (why := _write(tree, folder, answer, made)) is not None:
            yield Unread(answer.path, why)


def _write(tree: Tree, folder: Path, blob: Blob, made: set[Path]) -> str | None:
    if blob.link:
        return "is a link"
    if not is_safe(blob.path):
        return "has a name that leads elsewhere"
    target = folder / os.fsdecode(blob.path.encode("utf-8", "surrogateescape"))
    mode = 0o755 if tree.mode(blob.path) is Mode.EXECUTABLE else 0o644
    try:
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
        with os.fdopen(number, "wb") as file:
            file.write(blob.body)
    except (OSError, ValueError) as error:
        return f"cannot be written: {getattr(error, 'strerror', None) or error}"
    return None
