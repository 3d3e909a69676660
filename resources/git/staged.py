"""The files as they would be committed now: what git's index holds (gitformat-index(5))."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Self

from gitops_assets.core.tree import (
    FILE_LIMIT,
    PATH_LIMIT,
    Blob,
    Mode,
    NotRead,
    Unread,
    absent,
    body_of,
    is_safe,
)
from resources.git.batch import AHEAD, Batch
from resources.git.command import DEFAULT_TIMEOUT
from resources.git.listing import records
from resources.git.sizes import object_sizes
from resources.git.stamps import path_of

_MODES = {b"100644": Mode.FILE, b"100755": Mode.EXECUTABLE, b"120000": Mode.LINK}


@dataclass(frozen=True, slots=True)
class _Entry:
    oid: str
    mode: Mode


class IndexTree:
    """The index as a :class:`gitops_assets.core.tree.Tree`; conflicted paths have no content yet and lack.

    Content comes from the object database, so that what is only in the work tree is not seen.
    """

    def __init__(self, path: bytes, *, limit: int = PATH_LIMIT, timeout: float = DEFAULT_TIMEOUT) -> None:
        self._path, self._limit, self._timeout = path, limit, timeout
        self._batch = Batch(path, "HEAD", timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the git process; the tree can still be used, and starts another one then."""
        self._batch.close()

    def paths(self) -> Sequence[str]:
        """See :class:`gitops_assets.core.tree.Tree`."""
        return tuple(self._entries)

    def skipped(self) -> Sequence[Unread]:
        """See :class:`gitops_assets.core.tree.Tree`."""
        return tuple(Unread(path, "has a name that git never checks out") for path in self._unsafe)

    def mode(self, path: str) -> Mode:
        """See :class:`gitops_assets.core.tree.Tree`."""
        return self._entry(path).mode

    def sizes(self) -> Mapping[str, int]:
        """See :class:`gitops_assets.core.tree.Tree`."""
        known = object_sizes(self._path, {each.oid for each in self._entries.values()}, self._timeout)
        return {path: known[each.oid] for path, each in self._entries.items() if each.oid in known}

    def oid(self, path: str) -> str:
        """See :class:`gitops_assets.core.tree.Tree`."""
        return self._entry(path).oid

    def read(self, path: str, limit: int = FILE_LIMIT) -> bytes:
        """See :class:`gitops_assets.core.tree.Tree`."""
        return body_of(next(self.read_many((path,), limit)))

    def read_many(self, paths: Iterable[str], limit: int = FILE_LIMIT) -> Iterator[Blob | Unread]:
        """See :class:`gitops_assets.core.tree.Tree`."""
        rest = iter(paths)
        while some := list(islice(rest, AHEAD)):
            known = [path for path in some if path in self._entries]
            answers = self._batch.ask([self._entries[path].oid for path in known], limit)
            found = dict(zip(known, answers, strict=True))
            yield from (self._answer(path, found.get(path)) for path in some)

    def _answer(self, path: str, answer: bytes | str | None) -> Blob | Unread:
        if answer is None:
            return absent(path)
        if isinstance(answer, str):
            return Unread(path, answer)
        return Blob(path, answer, link=self._entries[path].mode is Mode.LINK)

    def _entry(self, path: str) -> _Entry:
        if path not in self._entries:
            raise NotRead(absent(path))
        return self._entries[path]

    @cached_property
    def _entries(self) -> dict[str, _Entry]:
        return {path: entry for path, entry in self._listed if is_safe(path)}

    @cached_property
    def _unsafe(self) -> tuple[str, ...]:
        return tuple(path for path, _ in self._listed if not is_safe(path))

    @cached_property
    def _listed(self) -> tuple[tuple[str, _Entry], ...]:
        arguments = ("ls-files", "-z", "--stage")
        lines = records(self._path, arguments, limit=self._limit, timeout=self._timeout)
        split = (line.partition(b"\t")[::2] for line in lines)
        parts = ((about.split(b" "), name) for about, name in split)
        return tuple(
            (path_of(name), _Entry(oid.decode(), _MODES[mode]))
            for (mode, oid, stage), name in parts
            if stage == b"0" and mode in _MODES
        )
