"""What costs further reads or commands: branches, tags, worktrees, submodules, LFS."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gitops_assets.core.state.porcelain import Status
from gitops_assets.core.text import display
from resources.git.command import run
from resources.git.files import LIMIT, peek, read_tail
from resources.git.kinds import submodule_paths
from resources.git.layout import Layout

_SUBMODULES = 200
_LFS_FILES = 10_000
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_DESCRIBED = re.compile(r"(.+)-(\d+)-g[0-9a-f]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What only an audit looks at; None or empty where there is nothing of the kind."""

    branch_tips: dict[str, int] = field(default_factory=dict)
    tag: str | None = None
    commits_since_tag: int | None = None
    lfs_pointers: int | None = None


NONE = Details()


def read(layout: Layout, status: Status, config: Mapping[str, str], timeout: float) -> Details:
    """All details of one repository; git is only asked where its files show something to ask about."""
    tag, distance = _described(layout, timeout) if status.head and has_tags(layout) else (None, None)
    return Details(
        branch_tips=_branch_tips(layout, timeout) if _has_other_branches(layout) else {},
        tag=tag,
        commits_since_tag=distance,
        lfs_pointers=_lfs_pointers(layout, config, timeout),
    )


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


def has_tags(layout: Layout) -> bool:
    """Whether a tag may exist; git need not be asked about tags where none does."""
    return _has_refs(layout, b"tags", 1)


def _has_other_branches(layout: Layout) -> bool:
    return _has_refs(layout, b"heads", 2)


def _has_refs(layout: Layout, kind: bytes, count: int) -> bool:
    """Whether at least so many refs may exist; reftable keeps them elsewhere, so there the answer is yes."""
    if "reftable" in layout.entries:
        return True
    packed = read_tail(os.path.join(layout.common_dir, b"packed-refs"), 1 << 20).count(
        b" refs/" + kind + b"/"
    )
    folder = os.path.join(layout.common_dir, b"refs", kind)
    try:
        with os.scandir(folder) as entries:
            loose = sum(count if entry.is_dir(follow_symlinks=False) else 1 for entry in entries)
    except OSError:
        loose = 0
    return packed + loose >= count


def _branch_tips(layout: Layout, timeout: float) -> dict[str, int]:
    form = "--format=%(committerdate:unix) %(refname:lstrip=2)"
    answer = run(layout.path, ("for-each-ref", form, "refs/heads"), timeout=timeout)
    pairs = (line.partition(" ") for line in os.fsdecode(answer.out).splitlines())
    return {display(name): int(when) for when, _, name in pairs if when.isdigit()}


def _described(layout: Layout, timeout: float) -> tuple[str | None, int | None]:
    answer = run(layout.path, ("describe", "--tags", "--long", "HEAD"), timeout=timeout)
    match = _DESCRIBED.match(os.fsdecode(answer.out).strip())
    return (display(match.group(1)), int(match.group(2))) if match else (None, None)


def _lfs_pointers(layout: Layout, config: Mapping[str, str], timeout: float) -> int | None:
    """Files that should come from Git LFS and still are pointers; None where LFS is not used."""
    if layout.bare or b"filter=lfs" not in (peek(os.path.join(layout.path, b".gitattributes"), LIMIT) or b""):
        return None
    answer = run(layout.path, ("ls-files", "-z", ":(attr:filter=lfs)"), config=config, timeout=timeout)
    names = answer.out.split(b"\0", _LFS_FILES)[:_LFS_FILES]
    return sum(_is_pointer(layout.path, name) for name in names if name)


def _is_pointer(root: bytes, name: bytes) -> bool:
    path = os.path.join(root, name)
    return not os.path.islink(path) and read_tail(path, 1024).startswith(_LFS_POINTER)
