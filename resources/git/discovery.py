"""Which repositories are present below some folders, found without running git."""

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from resources.git.kinds import MARKS, Kind, classify, gitfile_target, is_git_dir, submodule_paths

DEPTH = 64
"""Folders below a root that are entered one in another; a deeper tree is skipped with a reason."""

PRUNED = frozenset(
    b".cache .cargo .direnv .eggs .git .gradle .hg .m2 .mypy_cache .next .nox .npm .nuxt .pnpm-store "
    b".pytest_cache .ruff_cache .rustup .svn .terraform .terragrunt-cache .tox .venv .yarn __pycache__ "
    b"bower_components node_modules site-packages".split()
)
"""Names of folders that tools fill: never entered, never reported."""

_PRUNED_PAIRS = frozenset({(b"vendor", b"bundle"), (b"Trash", b"files")})


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A repository: the folder to run git in, the root it was found below, and how it stands there."""

    path: bytes
    root: bytes
    kind: Kind


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A folder that was not looked into, and why."""

    path: bytes
    why: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What is present. Both are sorted by path."""

    found: tuple[Found, ...]
    skipped: tuple[Skipped, ...]


class BadRoot(Exception):  # noqa: N818 - reads as the sentence it is
    """Roots that cannot be looked into, all at once: ``faults`` maps each to what is wrong with it."""

    def __init__(self, faults: Mapping[bytes, str]) -> None:
        self.faults = dict(faults)
        lines = [f"{os.fsdecode(root)!r} {fault}" for root, fault in sorted(faults.items())]
        where = "; ".join(lines)
        super().__init__(f"there is nothing to look into: {where}; name folders that hold repositories")


class RootMissing(BadRoot):
    """At least one root does not exist."""


class RootNotAFolder(BadRoot):
    """At least one root is something other than a folder, and none is missing."""


def discover(
    roots: Sequence[bytes],
    *,
    ignore: Sequence[str] = (),
    nested: bool = False,
    depth: int = DEPTH,
) -> Discovery:
    """Find the repositories below the roots, each once, whatever the roots' order and overlap.

    The search stops at a repository; ``nested`` looks inside work trees too. Submodules belong to their
    parent and are not found. Links are not followed, except a root itself. ``ignore`` are globs (fnmatch)
    over the path below the root or the folder's name; what they match is not entered. Raises
    :class:`RootMissing` or :class:`RootNotAFolder`.
    """
    _check(roots)
    walk = _Walk(_matcher(ignore), nested, depth)
    places = {os.path.realpath(root): os.path.abspath(root) for root in sorted(roots, reverse=True)}
    for place, name in sorted(places.items()):  # an outer root comes before those inside it, and wins
        walk.root(name, place)
    return Discovery(tuple(sorted(walk.found.values())), tuple(sorted(walk.skipped.values())))


def is_left_out(path: bytes, roots: Sequence[bytes], ignore: Sequence[str]) -> bool:
    """Whether no root leads to a folder, because it is not below one, ignored, or in a tool's folder."""
    ignored = _matcher(ignore)
    return not any(_leads_to(os.path.abspath(root), path, ignored) for root in roots)


def _leads_to(root: bytes, path: bytes, ignored: Callable[[bytes, bytes], bool]) -> bool:
    below = os.path.relpath(path, root)
    if below == b".":
        return True
    parts = below.split(b"/")
    parents = [os.path.basename(root), *parts]
    return parts[0] != b".." and not any(
        _is_pruned(parents[place], name) or ignored(b"/".join(parts[: place + 1]), name)
        for place, name in enumerate(parts)
    )


def _is_pruned(parent: bytes, name: bytes) -> bool:
    return name in PRUNED or (parent, name) in _PRUNED_PAIRS


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to look into; ``place`` is its path without links, ``barred`` belongs to repositories."""

    path: bytes
    place: bytes
    below: bytes = b""
    depth: int = 0
    barred: frozenset[bytes] = frozenset()
    inside: bool = False


@dataclass(slots=True)
class _Walk:
    """One search over all roots; both results are keyed by the path without links."""

    ignored: Callable[[bytes, bytes], bool]
    nested: bool
    limit: int
    found: dict[bytes, Found] = field(default_factory=dict)
    skipped: dict[bytes, Skipped] = field(default_factory=dict)

    def root(self, name: bytes, place: bytes) -> None:
        """Look for repositories below one root; what cannot be read is noted."""
        pending = [_Folder(name, place)]
        while pending:
            folder = pending.pop()
            try:
                pending.extend(self._enter(folder, name))
            except OSError as error:
                self._skip(folder, f"cannot be read: {(error.strerror or str(error)).lower()}")

    def _enter(self, folder: _Folder, root: bytes) -> Iterator[_Folder]:
        try:
            git = os.lstat(os.path.join(folder.path, b".git"))
        except FileNotFoundError:
            names, bare = _look(folder.path)
            if not bare:
                return self._below(folder, names)
            self._find(folder, root, Kind.BARE)
            return iter(())
        kind = classify(folder.path, git)
        if kind is None and folder.below:
            if not folder.inside:
                self._skip(folder, "is a submodule, and the repository that it belongs to is not above it")
            return iter(())
        self._find(folder, root, kind or Kind.WORK_TREE)
        # A folder around a bare repository has no files of its own: what lies in it are worktrees.
        if not self.nested and kind is not Kind.BARE:
            return iter(())
        return self._below(replace(folder, barred=_parts(folder), inside=True), _look(folder.path)[0])

    def _below(self, folder: _Folder, names: Sequence[bytes]) -> Iterator[_Folder]:
        parent = os.path.basename(folder.place)
        for name in names:
            below = os.path.join(folder.below, name)
            place = os.path.join(folder.place, name)
            if _is_pruned(parent, name) or place in folder.barred or self.ignored(below, name):
                continue
            path = os.path.join(folder.path, name)
            child = replace(folder, path=path, place=place, below=below, depth=folder.depth + 1)
            if child.depth <= self.limit:
                yield child
            else:
                self._skip(child, f"is more than {self.limit} folders below the root")

    def _find(self, folder: _Folder, root: bytes, kind: Kind) -> None:
        self.found.setdefault(folder.place, Found(folder.path, root, kind))

    def _skip(self, folder: _Folder, why: str) -> None:
        self.skipped.setdefault(folder.place, Skipped(folder.path, why))


def _look(path: bytes) -> tuple[list[bytes], bool]:
    """The names of the folders in a folder, and whether it is a git directory by itself."""
    names: list[bytes] = []
    marks: list[os.DirEntry[bytes]] = []
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name in MARKS:
                marks.append(entry)
            if entry.is_dir(follow_symlinks=False):
                names.append(entry.name)
    return names, is_git_dir(marks)


def _parts(folder: _Folder) -> frozenset[bytes]:
    """What lies in a repository's folder but belongs to the repository: submodules, its own git directory."""
    modules = {os.path.normpath(os.path.join(folder.place, path)) for path in submodule_paths(folder.path)}
    own = gitfile_target(folder.path)
    return folder.barred | modules | ({os.path.realpath(own)} if own else frozenset())


def _check(roots: Sequence[bytes]) -> None:
    faults = {root: fault for root in roots if (fault := _fault(root))}
    if "does not exist" in faults.values():
        raise RootMissing(faults)
    if faults:
        raise RootNotAFolder(faults)


def _fault(root: bytes) -> str | None:
    try:
        mode = os.stat(root).st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return "does not exist"
    except OSError:
        return None  # it is there, and the walk says why it cannot be read
    return None if stat.S_ISDIR(mode) else "is not a folder"


def _matcher(globs: Sequence[str]) -> Callable[[bytes, bytes], bool]:
    """Whether a folder, by path below the root and by name, is to be ignored."""
    tidy = [glob.rstrip("/").removeprefix("./").removeprefix("**/") for glob in globs]
    anchored = "|".join(fnmatch.translate(glob.removeprefix("/")) for glob in tidy if glob)
    by_name = "|".join(fnmatch.translate(glob) for glob in tidy if glob and "/" not in glob)
    path_pattern, name_pattern = (re.compile(text) if text else None for text in (anchored, by_name))

    def ignored(path: bytes, name: bytes) -> bool:
        return bool(
            (path_pattern and path_pattern.match(os.fsdecode(path)))
            or (name_pattern and name_pattern.match(os.fsdecode(name)))
        )

    return ignored if tidy else lambda _path, _name: False
