"""The files as they would be committed now: what git's index holds (gitformat-index(5))."""

from functools import cached_property

from gitops_assets.core.tree import PATH_LIMIT
from resources.git.command import DEFAULT_TIMEOUT
from resources.git.listing import records
from resources.git.stamps import path_of
from resources.git.stored import Entry, StoredTree

_MERGED = b"0"
"""The stage of an entry that is not in conflict (git-ls-files(1), ``--stage``)."""


class IndexTree(StoredTree):
    """The index as a :class:`gitops_assets.core.tree.Tree`; conflicted paths have no content yet and lack.

    Content comes from the object database, so that what is only in the work tree is not seen.
    """

    def __init__(self, path: bytes, *, limit: int = PATH_LIMIT, timeout: float = DEFAULT_TIMEOUT) -> None:
        super().__init__(path, "HEAD", timeout)
        self._limit = limit

    @cached_property
    def _listed(self) -> dict[str, Entry]:
        arguments = ("ls-files", "-z", "--stage")
        lines = records(self._path, arguments, limit=self._limit, timeout=self._timeout)
        split = (line.partition(b"\t")[::2] for line in lines)
        parts = ((about.split(b" "), name) for about, name in split)
        return {
            path_of(name): Entry(oid.decode(), mode) for (mode, oid, stage), name in parts if stage == _MERGED
        }
