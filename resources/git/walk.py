"""A commit's wanted files by way of its tree objects; what is known of those is not asked for again."""

import contextlib
import os
import re
import time
from collections.abc import Iterator, Sequence

from gitops_assets.core.tree import FILE_LIMIT
from resources.git.batch import Batch
from resources.git.files import Refused
from resources.git.folders import Folder, Folders
from resources.git.layout import Gone, layout_of
from resources.git.objects import content, is_partial, name_of, tree_of

_SHA1 = re.compile(r"[0-9a-f]{40}")
_SIMPLE = 16  # objects that are read without git, which costs as much to start


def walked(path: bytes, commit: str, folders: Folders, batch: Batch, deadline: float) -> Folder | None:
    """The folder of a commit's files; None where git must list them itself, as in sha256 repositories.

    A partial clone counts with what it has itself: what it lacks is unknown, whoever else has it.
    """
    if not _SHA1.fullmatch(commit):
        return None
    trees = _Trees(path, batch, deadline)
    root = trees.root(commit)
    if root is None:
        return None
    known = folders.apart() if trees.objects is not None and is_partial(trees.objects) else folders
    return known.walk(root, trees.ask)


class _Trees:
    """The tree objects of one repository: the first few out of its files where that is simple, then git's."""

    def __init__(self, path: bytes, batch: Batch, deadline: float) -> None:
        self.objects = _objects(path)
        self._batch, self._deadline = batch, deadline
        self._simple = _SIMPLE if self.objects is not None else 0
        self._given: dict[str, bytes] = {}

    def root(self, commit: str) -> str | None:
        """The id of the commit's tree; None when nobody can say."""
        found = None if self.objects is None else tree_of(self.objects, commit)
        if found is None:
            body = self._batch.ask([commit + "^{tree}"], FILE_LIMIT, b"tree")[0]
            if isinstance(body, bytes):
                found = name_of(b"tree", body)
                self._given[found] = body
        return found

    def ask(self, oids: Sequence[str]) -> Sequence[object]:
        """The objects; None for each of them when time is up, else anything but bytes where there is none."""
        if time.monotonic() > self._deadline:
            return [None] * len(oids)
        have: dict[str, object] = {oid: body for oid, body in self._without_git(oids) if body is not None}
        left = [oid for oid in oids if oid not in have]
        if left:
            self._simple = 0  # git runs now, and is quicker
            have |= dict(zip(left, self._batch.ask(left, FILE_LIMIT, b"tree"), strict=True))
        return [have[oid] for oid in oids]

    def _without_git(self, oids: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
        yield from self._given.items()
        if self.objects is not None and len(oids) <= self._simple:
            self._simple -= len(oids)
            yield from ((oid, content(self.objects, oid, b"tree")) for oid in oids)


def _objects(path: bytes) -> bytes | None:
    with contextlib.suppress(Gone, Refused, OSError):
        return os.path.join(layout_of(path).common_dir, b"objects")
    return None
