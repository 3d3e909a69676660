"""A tree written into a folder of its own, so that no program ever works in a repository."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from gitops_assets.core.tree import Blob, Mode, Tree, Unread, is_safe

BYTES = 1 << 30
"""Bytes of one copy."""

FILES = 100_000
"""Files of one copy."""

_AT_ONCE = 200


class TooLarge(Exception):  # noqa: N818 - reads as the sentence it is
    """The tree is larger than what is copied; the message says so."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Where a tree was written to, an empty home beside it, and what could not be written."""

    folder: str
    home: str
    left_out: tuple[Unread, ...] = field(default=())


@contextmanager
def copied(tree: Tree) -> Iterator[Copy]:
    """A copy that is gone afterwards, with whatever a program left there; raises :class:`TooLarge`."""
    with TemporaryDirectory(prefix="gitops-assets-", ignore_cleanup_errors=True) as place:
        folder, home = Path(place, "tree"), Path(place, "home")
        folder.mkdir()
        home.mkdir()
        yield Copy(str(folder), str(home), tuple(_written(tree, folder)))


def _written(tree: Tree, folder: Path) -> Iterator[Unread]:
    """Write every file; links are left out, because a program would follow them out of the copy."""
    paths = tree.paths()
    if len(paths) > FILES:
        raise TooLarge(f"the tree has {len(paths):,} files, and at most {FILES:,} are copied for a program")
    if (size := sum(tree.sizes().values())) > BYTES:
        raise TooLarge(f"the tree has {size:,} bytes, and at most {BYTES:,} are copied for a program")
    asked, left, made = iter(paths), BYTES, set[Path]()
    while batch := list(islice(asked, _AT_ONCE)):
        for answer in tree.read_many(batch):
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
