"""What costs further reads or commands: worktrees, submodules, LFS, commits in an odd form."""

import os
from collections.abc import Mapping

from gitops_assets.core.text import display
from resources.git.command import run
from resources.git.files import LIMIT, peek, read_tail
from resources.git.kinds import submodule_paths
from resources.git.layout import Layout

_SUBMODULES = 200
_LFS_FILES = 10_000
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


def commit_time(path: bytes, oid: str, timeout: float) -> int | None:
    """Committer time by asking git, for objects that are not stored in a simple form."""
    answer = run(path, ("log", "-1", "--no-show-signature", "--format=%ct", oid), timeout=timeout)
    text = answer.out.strip()
    return int(text) if answer.code == 0 and text.isdigit() else None


def worktrees(layout: Layout) -> tuple[str, ...]:
    """Paths of the linked worktrees that this repository keeps (gitrepository-layout(5), worktrees).

    What is no path of a ``.git`` is not repeated: whoever filled the folder could have any text shown.
    """
    folder = os.path.join(layout.common_dir, b"worktrees")
    if "worktrees" not in layout.entries or layout.git_dir != layout.common_dir:
        return ()
    names = sorted(os.listdir(folder))[:_SUBMODULES]
    targets = [(peek(os.path.join(folder, name, b"gitdir"), 4096) or b"").strip() for name in names]
    return tuple(display(os.fsdecode(target[: -len(b"/.git")])) for target in targets if _is_git_file(target))


def _is_git_file(target: bytes) -> bool:
    return target.startswith(b"/") and target.endswith(b"/.git") and b"\n" not in target


def submodules(layout: Layout) -> tuple[bytes, ...]:
    """Paths of the submodules in ``.gitmodules`` that stay below the repository, sorted, at most 200."""
    if layout.bare:
        return ()
    return tuple(sorted(path for path in submodule_paths(layout.path) if _is_below(path)))[:_SUBMODULES]


def _is_below(path: bytes) -> bool:
    return not path.startswith(b"/") and not {b"", b".", b".."} & set(path.rstrip(b"/").split(b"/"))


def lfs_pointers(layout: Layout, config: Mapping[str, str], timeout: float) -> int | None:
    """Files that should come from Git LFS and still are pointers; None where LFS is not used."""
    if layout.bare or b"filter=lfs" not in (peek(os.path.join(layout.path, b".gitattributes"), LIMIT) or b""):
        return None
    answer = run(layout.path, ("ls-files", "-z", ":(attr:filter=lfs)"), config=config, timeout=timeout)
    names = answer.out.split(b"\0", _LFS_FILES)[:_LFS_FILES]
    return sum(_is_pointer(layout.path, name) for name in names if name)


def _is_pointer(root: bytes, name: bytes) -> bool:
    path = os.path.join(root, name)
    return not os.path.islink(path) and read_tail(path, 1024).startswith(_LFS_POINTER)
