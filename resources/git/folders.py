"""The folders of many trees, each read once however many trees have it.

Clones, forks and the next commit of a repository share most of their folders, and git names a folder by what
is in it. Only names that can be wanted are kept, and how many paths there are in all, so that a tree is
refused for its number of paths before any of them is spelt out.
"""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import not_

from gitops_assets.core.tree import PATH_LIMIT
from resources.git.batch import AHEAD
from resources.git.only import LINK, MODULE, Only

_ENTRY = re.compile(rb"([0-7]+) ([^\0/]+)\0(.{20})", re.DOTALL)
_FOLDER = b"40000"
_NO_FILES = frozenset({LINK, MODULE})
_MODES = _NO_FILES | {b"100644", b"100755", _FOLDER}
_AROUND = len("100644 blob \t\0") + 40  # bytes of a line of ``ls-tree -z`` besides its path
_LEVELS = 100  # no tree that people make comes near; git has a limit of its own (core.maxTreeDepth)
_ENTRIES = 2 * PATH_LIMIT
_KEPT = 200_000  # names, of some 200 bytes each

Ask = Callable[[Sequence[str]], Sequence[object]]
"""Tree objects by their ids, and surely those: what is known of an id holds for everybody who names it.
What is not bytes says that one cannot be had."""

Entry = tuple[bytes, bytes, bytes]
"""Mode, name and object id as they stand in a tree object."""

Listed = tuple[bytes, bytes, str]
"""Path, mode and object id."""


@dataclass(frozen=True, slots=True, eq=False)
class Folder:
    """What can be wanted of a folder and all below it; folders in which nothing can be are left out.

    Whether ``placed`` files are wanted depends on where the folder is. ``paths`` counts everything that
    ``ls-tree -r`` would list, ``size`` its bytes there, ``visits`` the folders to look into for that.
    """

    files: Sequence[Entry]
    placed: Sequence[Entry]
    folders: Sequence[tuple[bytes, "Folder"]]
    paths: int
    size: int
    visits: int

    def listed(self, only: Only) -> list[Listed]:
        """The wanted paths, sorted by bytes."""
        found: list[Listed] = []
        for prefix, folder in self._visited():
            found += [(prefix + name, mode, oid.hex()) for mode, name, oid in folder.files]
            if folder.placed and (ends := only.here(prefix)):
                wanted = (each for each in folder.placed if each[1].lower().endswith(ends))
                found += [(prefix + name, mode, oid.hex()) for mode, name, oid in wanted]
        return sorted(found)

    def _visited(self) -> Iterator[tuple[bytes, "Folder"]]:
        waiting = [(b"", self)]
        while waiting:
            prefix, folder = waiting.pop()
            yield prefix, folder
            waiting += [(prefix + name + b"/", below) for name, below in folder.folders]


class Folders:
    """Folders that are known, for one choice of what is wanted. Safe between threads."""

    def __init__(self, only: Only) -> None:
        self.only = only
        self._known: dict[str, Folder] = {}
        self._names = 0
        self._lock = threading.Lock()

    def apart(self) -> "Folders":
        """The same choice with nothing known: for those to whom what others have must not count."""
        return Folders(self.only)

    def walk(self, root: str, ask: Ask) -> Folder | None:
        """The folder of this id; asks for what is not known, one level of the tree after the other.

        None where git itself must list the tree: an object cannot be had, or has something in it that git
        would not write today.
        """
        walk = _Walk(self.only)
        level: Iterable[str] = (root,)
        for _ in range(_LEVELS):
            unread = list(walk.unread(level, self._known))
            if not unread:
                return self._kept(walk.built(root), walk.found)
            if not walk.read(unread, ask):
                return None
            level = [oid for each in unread for _, oid in walk.trees[each].folders]
        return None

    def _kept(self, root: Folder, found: dict[str, Folder]) -> Folder:
        with self._lock:
            if self._names > _KEPT:
                self._known.clear()
                self._names = 0
            new = [folder for oid, folder in found.items() if oid not in self._known]
            self._names += sum(1 + sum(map(len, (each.files, each.placed, each.folders))) for each in new)
            self._known |= found
        return root


@dataclass(frozen=True, slots=True)
class _Tree:
    """One tree object: its entries that can be wanted, its folders, how many others it has and their size."""

    files: list[Entry]
    placed: list[Entry]
    folders: list[tuple[bytes, str]]
    paths: int
    size: int


@dataclass(slots=True)
class _Walk:
    """One tree on its way to be known: objects that were read, and folders of which everything is known."""

    only: Only
    trees: dict[str, _Tree] = field(default_factory=dict)
    found: dict[str, Folder] = field(default_factory=dict)
    entries: int = 0

    def unread(self, level: Iterable[str], known: dict[str, Folder]) -> Iterator[str]:
        """Those of a level that must be asked for, each once."""
        for oid in dict.fromkeys(level):
            if oid in self.trees or oid in self.found:
                continue
            folder = known.get(oid)
            if folder is None:
                yield oid
            else:
                self.found[oid] = folder

    def read(self, oids: Sequence[str], ask: Ask) -> bool:
        """Ask for these; False when one of them must be left to git, or when they say too much."""
        for start in range(0, len(oids), AHEAD):
            some = oids[start : start + AHEAD]
            for oid, body in zip(some, ask(some), strict=True):
                tree = self._parsed(body) if isinstance(body, bytes) else None
                if tree is None or self.entries > _ENTRIES:
                    return False
                self.trees[oid] = tree
        return True

    def _parsed(self, body: bytes) -> _Tree | None:
        entries: list[Entry] = _ENTRY.findall(body)
        names = sum(len(name) for _, name, _ in entries)
        whole = names + sum(len(mode) for mode, _, _ in entries) + len(entries) * len(" \0" + 20 * "x")
        if whole != len(body) or not _MODES.issuperset({mode for mode, _, _ in entries}):
            return None
        self.entries += len(entries)
        files = [each for each in entries if each[0] != _FOLDER]
        wanted = [each for each in files if self.only.could_want(each[1]) or each[0] in _NO_FILES]
        anywhere = [each[0] in _NO_FILES or self.only.anywhere(each[1]) for each in wanted]
        return _Tree(
            list(compress(wanted, anywhere)),
            list(compress(wanted, map(not_, anywhere))),
            [(name, below.hex()) for mode, name, below in entries if mode == _FOLDER],
            len(files),
            sum(len(name) for _, name, _ in files) + len(files) * _AROUND,
        )

    def built(self, root: str) -> Folder:
        """The folder, after those below it; none is below itself, whose id is made of theirs."""
        waiting = [root]
        while waiting:
            oid = waiting[-1]
            below = [] if oid in self.found else [each for _, each in self.trees[oid].folders]
            missing = [each for each in below if each not in self.found]
            if missing:
                waiting += missing
                continue
            if oid not in self.found:
                self.found[oid] = _folder(self.trees[oid], self.found)
            waiting.pop()
        return self.found[root]


def _folder(tree: _Tree, found: dict[str, Folder]) -> Folder:
    below = [(name, found[oid]) for name, oid in tree.folders]
    kept = [each for each in below if each[1].files or each[1].placed or each[1].folders]
    return Folder(
        tree.files,
        tree.placed,
        kept,
        tree.paths + sum(folder.paths for _, folder in below),
        tree.size + sum(folder.size + folder.paths * (len(name) + 1) for name, folder in below),
        1 + sum(folder.visits for _, folder in kept),
    )
