"""Trees whose content comes out of the object database: of a commit, or of the index."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Self

from gitops_assets.core.tree import FILE_LIMIT, Blob, Mode, NotRead, Unread, absent, body_of, is_safe
from resources.git.batch import AHEAD, Batch
from resources.git.only import LINK, MODULE
from resources.git.sizes import object_sizes

UNSAFE = "has a name that git never checks out"
_MODES = {b"100755": Mode.EXECUTABLE, LINK: Mode.LINK}


@dataclass(frozen=True, slots=True)
class Entry:
    """An object and what git keeps of it besides the content, as octal digits (gitformat-index(5))."""

    oid: str
    bits: bytes = b"100644"

    @property
    def link(self) -> bool:
        """Whether it is a symbolic link."""
        return self.bits == LINK

    @property
    def module(self) -> bool:
        """Whether it is a commit of another repository."""
        return self.bits == MODULE

    @property
    def mode(self) -> Mode:
        """File, executable or link."""
        return _MODES.get(self.bits, Mode.FILE)


class StoredTree(ABC):
    """A :class:`gitops_assets.core.tree.Tree` of objects; who inherits says which.

    Content comes from one git process for all reads; use it as a context manager, or :meth:`close` it.
    """

    def __init__(self, path: bytes, commit: str, timeout: float) -> None:
        self._path, self._timeout = path, timeout
        self._batch = Batch(path, commit, timeout)

    @property
    @abstractmethod
    def _listed(self) -> Mapping[str, Entry]:
        """Every path, submodules and unsafe names among them."""

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
        return tuple(Unread(path, UNSAFE) for path in self._listed if not is_safe(path))

    def mode(self, path: str) -> Mode:
        """See :class:`gitops_assets.core.tree.Tree`."""
        return self._entry(path).mode

    def sizes(self, paths: Collection[str] | None = None) -> Mapping[str, int]:
        """See :class:`gitops_assets.core.tree.Tree`; asks git once for all."""
        asked = self._entries if paths is None else {path: self._entries[path] for path in paths}
        known = object_sizes(self._path, {each.oid for each in asked.values()}, self._timeout)
        return {path: known[each.oid] for path, each in asked.items() if each.oid in known}

    def oid(self, path: str) -> str:
        """The blob's id, which git itself keeps beside the path."""
        return self._entry(path).oid

    def read(self, path: str, limit: int = FILE_LIMIT) -> bytes:
        """See :class:`gitops_assets.core.tree.Tree`."""
        return body_of(next(self.read_many((path,), limit)))

    def read_many(self, paths: Iterable[str], limit: int = FILE_LIMIT) -> Iterator[Blob | Unread]:
        """See :class:`gitops_assets.core.tree.Tree`; holds at most a handful of contents at a time."""
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
        return Blob(path, answer, link=self._entries[path].link)

    def _entry(self, path: str) -> Entry:
        if path not in self._entries:
            raise NotRead(absent(path))
        return self._entries[path]

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {path: entry for path, entry in self._listed.items() if not entry.module and is_safe(path)}
