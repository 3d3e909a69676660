"""What kind of repository a folder is, from git's own files alone (gitrepository-layout(5))."""

import os
import re
import stat
from collections.abc import Sequence
from enum import StrEnum

SMALL_FILE = 1 << 16
"""Bytes that are read of git's own small files."""

MODULES_FILE = 1 << 20
"""Bytes that are read of ``.gitmodules``: some eight thousand submodules."""

MARKS = frozenset({b"HEAD", b"objects", b"refs"})
"""What every git directory holds."""

_BARE = re.compile(
    rb"^\s*(?:\[core\]\s*)?bare\s*(?:=\s*(?:true|yes|on|1)\s*)?$", re.IGNORECASE | re.MULTILINE
)
_SUBMODULE_PATH = re.compile(rb"^\s*path\s*=[ \t]*(.*?)[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
_ESCAPE = re.compile(rb"\\(.)")


class Kind(StrEnum):
    """How a repository stands in its folder."""

    WORK_TREE = "work-tree"
    BARE = "bare"
    LINKED_WORKTREE = "linked-worktree"


def classify(folder: bytes, git: os.stat_result) -> Kind | None:
    """The kind of the repository in a folder whose ``.git`` has this ``lstat``; None for a submodule.

    A ``.git`` that makes no sense is still a work tree: that it is broken is for the state to say.
    """
    if stat.S_ISDIR(git.st_mode):
        return _kind_of(os.path.join(folder, b".git"))
    target = gitfile_target(folder) if stat.S_ISREG(git.st_mode) else None
    if target is None:
        return Kind.WORK_TREE
    if os.path.basename(os.path.dirname(target)) == b"worktrees":
        return Kind.LINKED_WORKTREE
    return None if _is_module(target) else _kind_of(target)


def gitfile_target(folder: bytes) -> bytes | None:
    """The git directory that a ``.git`` *file* in this folder points to; None when it is not a gitfile."""
    text = read_small(os.path.join(folder, b".git"))
    if text is None or not text.startswith(b"gitdir:"):
        return None
    target = text.removeprefix(b"gitdir:").strip(b" \t").rstrip(b"\r\n")
    return os.path.normpath(os.path.join(folder, target)) if target and b"\0" not in target else None


def is_git_dir(marks: Sequence[os.DirEntry[bytes]]) -> bool:
    """Whether a folder with these of the three :data:`MARKS` is a git directory by itself."""
    return len(marks) == len(MARKS) and all(mark.name == b"HEAD" or mark.is_dir() for mark in marks)


def submodule_paths(folder: bytes) -> frozenset[bytes]:
    """The paths, relative to a repository's folder, that its ``.gitmodules`` gives to submodules."""
    text = read_small(os.path.join(folder, b".gitmodules"), MODULES_FILE)
    return frozenset(_plain(found) for found in _SUBMODULE_PATH.findall(text or b""))


def read_small(path: bytes, limit: int = SMALL_FILE) -> bytes | None:
    """A regular file's first bytes, never through a link nor waiting on a pipe; None if there is none."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        opened = os.open(path, flags)
    except OSError:
        return None
    try:
        return os.read(opened, limit) if stat.S_ISREG(os.fstat(opened).st_mode) else None
    except OSError:
        return None
    finally:
        os.close(opened)


def _kind_of(git_dir: bytes) -> Kind:
    """Bare or not. A repository with an index has a work tree, which spares the look into its config."""
    if os.path.lexists(os.path.join(git_dir, b"index")):
        return Kind.WORK_TREE
    config = read_small(os.path.join(git_dir, b"config"))
    return Kind.BARE if config and _BARE.search(config) else Kind.WORK_TREE


def _is_module(target: bytes) -> bool:
    """Whether a git directory is one below another's ``modules`` (gitsubmodules(7)).

    A folder of that name may hold other things: what is above it must be a git directory, or be called one.
    """
    parent, found, _ = target.rpartition(b"/modules/")
    while found:
        if parent.endswith(b".git") or os.path.lexists(os.path.join(parent, b"HEAD")):
            return True
        parent, found, _ = parent.rpartition(b"/modules/")
    return False


def _plain(value: bytes) -> bytes:
    quoted = len(value) > 1 and value.startswith(b'"') and value.endswith(b'"')
    return _ESCAPE.sub(rb"\1", value[1:-1]) if quoted else value
