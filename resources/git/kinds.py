"""What kind of repository a folder is, from git's own files alone (gitrepository-layout(5))."""

import os
import re
import stat
from collections.abc import Sequence
from enum import StrEnum

from gitops_assets.core.state.git_config import ConfigError, GitConfig, collect, parse_config
from resources.git.files import peek

MODULES_FILE = 1 << 20
"""Bytes that are read of ``.gitmodules``: some eight thousand submodules."""

MARKS = frozenset({b"HEAD", b"objects", b"refs"})
"""What every git directory holds."""

_BARE = re.compile(
    rb"^\s*(?:\[core\]\s*)?bare\s*(?:=\s*(?:true|yes|on|1)\s*)?$", re.IGNORECASE | re.MULTILINE
)


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
    text = peek(os.path.join(folder, b".git"))
    if text is None or not text.startswith(b"gitdir:"):
        return None
    target = text.removeprefix(b"gitdir:").strip(b" \t").rstrip(b"\r\n")
    return os.path.normpath(os.path.join(folder, target)) if target and b"\0" not in target else None


def is_git_dir(marks: Sequence[os.DirEntry[bytes]]) -> bool:
    """Whether a folder with these of the three :data:`MARKS` is a git directory by itself."""
    return len(marks) == len(MARKS) and all(mark.name == b"HEAD" or mark.is_dir() for mark in marks)


def submodule_paths(folder: bytes) -> frozenset[bytes]:
    """The paths, relative to a repository's folder, that its ``.gitmodules`` gives to submodules."""
    config = _modules(folder)
    named = (config.get(f"submodule.{name}.path") for name in config.subsections("submodule"))
    return frozenset(os.fsencode(path) for path in named if path)


def ignored_submodules(
    folder: bytes, own: GitConfig, words: frozenset[str] = frozenset({"dirty", "all"})
) -> frozenset[bytes]:
    """Paths of the submodules whose changes shall not show: ``ignore`` in its own configuration, or the file.

    ``untracked`` hides new files inside, ``dirty`` whatever changed inside, ``all`` another commit too
    (gitmodules(5), "ignore").
    """
    config = _modules(folder)
    keys = (f"submodule.{name}" for name in config.subsections("submodule"))
    named = (
        config.get(f"{key}.path")
        for key in keys
        if (own.get(f"{key}.ignore") or config.get(f"{key}.ignore")) in words
    )
    return frozenset(os.fsencode(path) for path in named if path)


def _modules(folder: bytes) -> GitConfig:
    text = peek(os.path.join(folder, b".gitmodules"), MODULES_FILE) or b""
    try:
        return collect(parse_config(text.decode("utf-8", "surrogateescape")))
    except ConfigError:
        return GitConfig()


def _kind_of(git_dir: bytes) -> Kind:
    """Bare or not. A repository with an index has a work tree, which spares the look into its config."""
    if os.path.lexists(os.path.join(git_dir, b"index")):
        return Kind.WORK_TREE
    config = peek(os.path.join(git_dir, b"config"))
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
