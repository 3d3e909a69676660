"""One ``git status`` of one repository, heard out record by record: a million names cost no memory."""

import os
from collections.abc import Callable, Mapping, Sequence

from gitops_assets.core.state.observation import Refusal
from gitops_assets.core.state.porcelain import Status, StatusReader
from gitops_assets.core.text import display
from resources.git import details
from resources.git.command import Answer, run
from resources.git.files import read_small
from resources.git.kinds import ignored_submodules
from resources.git.layout import Layout

STATUS = (
    "status",
    "--porcelain=v2",
    "--branch",
    "--show-stash",
    "--ahead-behind",
    "--untracked-files=normal",
    "--ignore-submodules=dirty",
    "-z",
)
_LINK = b"160000 "


class NoStatus(Exception):  # noqa: N818 - a verdict on the repository
    """Git gave no status: ``refusal`` says in which way, the message why."""

    def __init__(self, refusal: Refusal, why: str) -> None:
        super().__init__(why)
        self.refusal = refusal


def work_tree_status(layout: Layout, overrides: Mapping[str, str], timeout: float) -> Status:
    """What git says of a work tree; raises :class:`NoStatus` and :class:`PorcelainError`."""
    hidden = _hidden(layout, overrides, timeout)
    paths = ["--", *(":(top,literal,exclude)" + name for name in hidden)] if hidden else []
    reader = StatusReader()
    _answer(layout, (*STATUS, *paths), timeout, overrides=overrides, hear=reader.feed)
    return reader.status()


def bare_status(layout: Layout, timeout: float) -> Status:
    """What there is of a status without a work tree: the branch and its commit."""
    answer = _answer(layout, ("rev-parse", "--verify", "--quiet", "HEAD"), timeout)
    head = read_small(os.path.join(layout.git_dir, b"HEAD")) or b""
    _, named, branch = head.strip().partition(b"ref: refs/heads/")
    return Status(
        head=answer.out.decode().strip() or None, branch=display(os.fsdecode(branch)) if named else None
    )


def _hidden(layout: Layout, overrides: Mapping[str, str], timeout: float) -> list[str]:
    """Submodules with ``ignore = all``; only what the index holds as one, lest other changes be hidden."""
    named = ignored_submodules(layout.path, layout.config, frozenset({"all"}))
    named &= set(details.submodules(layout))
    if not named:
        return []
    asked = ("ls-files", "--stage", "-z", "--", *(":(top,literal)" + os.fsdecode(name) for name in named))
    links = _Links()
    _answer(layout, asked, timeout, overrides=overrides, hear=links.feed)
    return sorted(os.fsdecode(name) for name in named & links.found)


class _Links:
    """The submodules among the lines of ``ls-files --stage -z``, of which there may be millions."""

    def __init__(self) -> None:
        self.found: set[bytes] = set()
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        """Take in what git said, and note the links in it."""
        *lines, self._rest = (self._rest + chunk).split(b"\0")
        self.found.update(line.partition(b"\t")[2] for line in lines if line.startswith(_LINK))


def _answer(
    layout: Layout,
    arguments: Sequence[str],
    timeout: float,
    *,
    overrides: Mapping[str, str] | None = None,
    hear: Callable[[bytes], None] | None = None,
) -> Answer:
    answer = run(layout.path, arguments, config=overrides, timeout=timeout, hear=hear)
    if answer.timed_out:
        raise NoStatus(Refusal.UNREADABLE, f"git did not answer within {timeout:g} s")
    silent = answer.code == 1 and not answer.err  # how rev-parse says that nothing was committed yet
    if answer.code == 0 or silent:
        return answer
    unsafe = "dubious ownership" in answer.err or "safe.directory" in answer.err
    raise NoStatus(Refusal.UNSAFE_OWNERSHIP if unsafe else Refusal.UNREADABLE, answer.complaint)
