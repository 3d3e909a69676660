"""The tree of the release before a commit, for gates that compare with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gitops_assets.core.gates.tree_facts import TreeFacts
from resources.git.command import DEFAULT_TIMEOUT
from resources.git.releases import NoRelease, release_before
from resources.git.tree import CommitTree


@dataclass(frozen=True, slots=True)
class Release:
    """Its files, or why there is none; neither where nobody asked."""

    files: TreeFacts | None = None
    why: str | None = None


UNASKED = Release()


@contextmanager
def released(
    path: bytes, commit: str | None, *, own: bool = False, timeout: float = DEFAULT_TIMEOUT
) -> Iterator[Release]:
    """The release before a commit as :func:`release_before` finds it; no file is read before it is needed."""
    if commit is None:
        yield Release(why="there is no commit yet")
        return
    try:
        _, stands = release_before(path, commit, own=own, timeout=timeout)
    except NoRelease as why:
        yield Release(why=str(why))
        return
    with CommitTree(path, stands, timeout=timeout) as tree:
        yield Release(TreeFacts(tree))
