"""The files of a repository at its work tree and at any commit, read so that it can do nothing about it."""

import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from gitops_assets.core.tree import (
    FILE_LIMIT,
    PATH_LIMIT,
    Blob,
    Mode,
    NotRead,
    TreeUnreadable,
    Unread,
    absent,
    body_of,
    is_safe,
)
from resources.git.command import DEFAULT_TIMEOUT, run
from resources.git.files import Refused
from resources.git.folders import Folders, Listed
from resources.git.inside import encoded, hash_inside, read_inside, stat_inside
from resources.git.layout import Gone, layout_of
from resources.git.listing import exceeds, output, records, too_many
from resources.git.only import MODULE
from resources.git.stamps import Stamp, index_written, path_of, stamps
from resources.git.stored import UNSAFE, Entry, StoredTree
from resources.git.walk import walked

_ALGORITHMS = {40: "sha1", 64: "sha256"}


class CommitTree(StoredTree):
    """The files of one commit, out of the object database: the work tree is not looked at.

    ``commit`` is anything that names one (a full id cannot move). Content comes from one git process for all
    reads; use it as a context manager, or :meth:`close` it. Nothing is fetched: what a partial clone lacks is
    Unread. ``folders`` know what is wanted, and leave out most paths of a large tree, which are nobody's
    business; links and submodules are always there. Trees that are given the same ones are listed together:
    what they share is read once.
    """

    def __init__(
        self,
        path: bytes,
        commit: str,
        *,
        limit: int = PATH_LIMIT,
        timeout: float = DEFAULT_TIMEOUT,
        folders: Folders | None = None,
    ) -> None:
        super().__init__(path, commit, timeout)
        self._commit, self._limit, self._folders = commit, limit, folders

    def is_link(self, path: str) -> bool:
        """Whether a path of the tree is a symbolic link."""
        return self._entries[path].link

    def modules(self) -> Mapping[str, str]:
        """By path, the commits at which submodules stand."""
        return {path: entry.oid for path, entry in self._listed.items() if entry.module and is_safe(path)}

    @cached_property
    def _listed(self) -> dict[str, Entry]:
        if self._commit.startswith("-"):
            raise TreeUnreadable(os.fsdecode(self._path), f"{self._commit!r} names no commit")
        deadline = time.monotonic() + self._timeout
        listed = self._walked(self._folders, deadline) if self._folders else None
        if listed is None:
            listed = self._told(max(0, deadline - time.monotonic()))
        return {path_of(name): Entry(oid, mode) for name, mode, oid in listed}

    def _walked(self, folders: Folders, deadline: float) -> list[Listed] | None:
        root = walked(self._path, self._commit, folders, self._batch, deadline)
        if root is not None and exceeds(root.paths, root.size, self._limit):
            raise too_many(self._path, self._limit)
        return None if root is None or root.visits > self._limit else root.listed(folders.only)

    def _told(self, timeout: float) -> list[Listed]:
        arguments = ("ls-tree", "-rz", "--full-tree", self._commit)
        listing = output(self._path, arguments, limit=self._limit, timeout=timeout)
        chosen = self._folders.only.of(listing) if self._folders else listing.split(b"\0")[:-1]
        parts = (record.partition(b"\t") for record in chosen)
        split = sorted((name, about.split()) for about, _, name in parts)
        return [(name, mode, oid.decode()) for name, (mode, _, oid) in split]


class WorkTree:
    """The files as they lie on disk: what git tracks and is there, and what is untracked and not ignored.

    Content is never converted (git's filters and line endings are not applied), and no link is followed.
    """

    def __init__(self, path: bytes, *, limit: int = PATH_LIMIT, timeout: float = DEFAULT_TIMEOUT) -> None:
        self._path, self._limit, self._timeout = path, limit, timeout

    def paths(self) -> Sequence[str]:
        """See :class:`gitops_assets.core.tree.Tree`."""
        return self._paths

    def skipped(self) -> Sequence[Unread]:
        """See :class:`gitops_assets.core.tree.Tree`."""
        return tuple(Unread(path, UNSAFE) for path in sorted(self._listed, key=encoded) if not is_safe(path))

    def oid(self, path: str) -> str:
        """What git has for the file while it is unmodified, else what its bytes hash to.

        Where git converts on checkout (LFS, line endings) that blob is not what :meth:`read` gives.
        """
        if path not in self._members:
            raise NotRead(absent(path))
        stamp = self._stamps.get(path)
        info = stat_inside(self._path, path)
        if stamp and info and stamp.fits(info, self._index_written):
            return stamp.oid
        oid = hash_inside(self._path, path, self._algorithm)
        if isinstance(oid, Unread):
            raise NotRead(oid)
        return oid

    def mode(self, path: str) -> Mode:
        """See :class:`gitops_assets.core.tree.Tree`; as the file lies on disk."""
        info = stat_inside(self._path, path) if path in self._members else None
        if info is None:
            raise NotRead(absent(path))
        if stat.S_ISLNK(info.st_mode):
            return Mode.LINK
        return Mode.EXECUTABLE if info.st_mode & stat.S_IXUSR else Mode.FILE

    def sizes(self, paths: Collection[str] | None = None) -> Mapping[str, int]:
        """See :class:`gitops_assets.core.tree.Tree`."""
        asked = self._paths if paths is None else paths
        found = ((path, stat_inside(self._path, path)) for path in asked)
        return {path: info.st_size for path, info in found if info is not None}

    def read(self, path: str, limit: int = FILE_LIMIT) -> bytes:
        """See :class:`gitops_assets.core.tree.Tree`."""
        return body_of(self._read(path, limit))

    def read_many(self, paths: Iterable[str], limit: int = FILE_LIMIT) -> Iterator[Blob | Unread]:
        """See :class:`gitops_assets.core.tree.Tree`."""
        return (self._read(path, limit) for path in paths)

    def _read(self, path: str, limit: int) -> Blob | Unread:
        return read_inside(self._path, path, limit) if path in self._members else absent(path)

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted((path for path in self._listed if is_safe(path)), key=encoded))

    @cached_property
    def _members(self) -> frozenset[str]:
        return frozenset(self._paths)

    @cached_property
    def _listed(self) -> frozenset[str]:
        arguments = ("ls-files", "-z", "-t", "--stage", "--others", "--deleted", "--exclude-standard")
        _demand_here(self._path)
        present: set[str] = set()
        gone: set[str] = set()
        for record in records(self._path, arguments, limit=self._limit, timeout=self._timeout):
            tag, about, name = _listed_file(record)
            if tag == b"R" or (tag == b"S" and not os.path.lexists(os.path.join(self._path, encoded(name)))):
                gone.add(name)  # deleted, or left out by a sparse checkout
            elif not about.startswith(MODULE) and not name.endswith("/"):
                present.add(name)
        return frozenset(present - gone)

    @cached_property
    def _stamps(self) -> dict[str, Stamp]:
        return stamps(self._path, limit=self._limit, timeout=self._timeout)

    @cached_property
    def _index_written(self) -> int:
        return index_written(self._path)

    @cached_property
    def _algorithm(self) -> str:
        some = next(iter(self._stamps.values()), None)
        if some:
            return _ALGORITHMS[len(some.oid)]
        answer = run(self._path, ("rev-parse", "--show-object-format"), timeout=self._timeout)
        return answer.out.decode().strip() or "sha1"


def _demand_here(path: bytes) -> None:
    """Refuse a repository whose configuration moves its work tree: git would list somebody else's files."""
    try:
        layout = layout_of(path)
        elsewhere = layout.config.get("core.worktree")
    except (Gone, Refused):
        return  # git says it better
    target = elsewhere and os.path.realpath(os.path.join(layout.git_dir, encoded(elsewhere)))
    if target and target != os.path.realpath(path):
        raise TreeUnreadable(os.fsdecode(path), "its core.worktree names another folder", "unset it")


def _listed_file(record: bytes) -> tuple[bytes, bytes, str]:
    """Tag, `mode oid stage` (empty for an untracked file) and path of a line of ``ls-files -t``."""
    tag, rest = record[:1], record[2:]
    about, _, name = (b"", b"", rest) if tag == b"?" else rest.partition(b"\t")
    return tag, about, path_of(name)
