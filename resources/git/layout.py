"""Where one repository keeps what: its git folder, the shared one of worktrees, and its configuration."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from gitops_assets.core.state.git_config import (
    ConfigError,
    GitConfig,
    collect,
    parse_config,
    parse_listing,
)
from resources.git.command import run
from resources.git.files import Refused, read_small

_REGULAR = frozenset({"HEAD", "config", "index", "packed-refs", "commondir", "gitdir", "config.worktree"})
_LISTING = ("config", "--list", "--show-scope", "--includes", "-z")

BEREFT = "not a git repository any more: its folder is here and has no git folder"


class Gone(Exception):  # noqa: N818 - a fact about the path, not a fault
    """There is no repository at this path any more."""


@dataclass(frozen=True)
class Layout:
    """One repository's folders; ``entries`` names what is in ``git_dir``, ``common_dir`` has the refs."""

    path: bytes
    git_dir: bytes
    common_dir: bytes
    entries: frozenset[str]
    bare: bool

    @cached_property
    def config(self) -> GitConfig:
        """The repository's own configuration; raises :class:`Refused` when git would not read it either."""
        names = (os.path.join(self.common_dir, b"config"), os.path.join(self.git_dir, b"config.worktree"))
        texts = [(read_small(name) or b"").decode("utf-8", "surrogateescape") for name in names]
        try:
            config = collect(pair for text in texts for pair in parse_config(text))
        except ConfigError as error:
            raise Refused(f"its git configuration is malformed: {error}") from None
        return self._with_includes() if config.includes else config

    def _with_includes(self) -> GitConfig:
        answer = run(self.path, _LISTING, timeout=10)
        if answer.code:
            raise Refused(f"its git configuration cannot be read: {answer.complaint}")
        return collect((k, v) for scope, k, v in parse_listing(answer.out) if scope in {"local", "worktree"})


def layout_of(path: bytes) -> Layout:
    """Find a repository's folders without asking git; raises :class:`Gone` or :class:`Refused`."""
    git_dir = _git_dir(path)
    bare = git_dir is None
    git_dir = git_dir or path
    try:
        with os.scandir(git_dir) as listing:
            entries = {os.fsdecode(entry.name): entry.is_file() for entry in listing}
    except (FileNotFoundError, NotADirectoryError):
        if os.path.isdir(path):
            raise Refused("not a git repository: the git folder that its .git names is not there") from None
        raise Gone from None
    except OSError as error:
        raise Refused(f"its git folder cannot be listed: {error.strerror}") from None
    odd = sorted(name for name in _REGULAR & entries.keys() if not entries[name])
    if odd:
        raise Refused(f"{odd[0]} in its git folder is not a regular file")
    missing = {"HEAD", "commondir" if "commondir" in entries else "objects"} - entries.keys()
    if bare and len(missing) > 1:
        raise Refused(BEREFT)
    if missing:
        raise Refused(f"not a git repository: its git folder lacks {min(missing)}")
    return Layout(path, git_dir, _common_dir(git_dir, entries), frozenset(entries), bare)


def _git_dir(path: bytes) -> bytes | None:
    dot_git = os.path.join(path, b".git")
    if os.path.isdir(dot_git):
        return dot_git
    text = read_small(dot_git, limit=4096)
    if text is None:
        return None
    prefix, _, target = text.partition(b":")
    if prefix != b"gitdir" or not target.strip():
        raise Refused(".git is a file that names no git folder")
    return os.path.normpath(os.path.join(path, target.strip()))


def _common_dir(git_dir: bytes, entries: Mapping[str, bool]) -> bytes:
    if "commondir" not in entries:
        return git_dir
    target = (read_small(os.path.join(git_dir, b"commondir"), limit=4096) or b"").strip()
    return os.path.normpath(os.path.join(git_dir, target)) if target else git_dir
