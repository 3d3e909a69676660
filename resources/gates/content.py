"""The facts of one commit as gates over files are asked with them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from gitops_assets.core.dependencies.model import RepositoryDependencies
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.gates.scanning import Memo
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.model import RepositoryState
from resources.git.command import DEFAULT_TIMEOUT
from resources.git.tree import CommitTree

CONTENTS = 400_000
"""Contents whose hits are remembered in one audit; beyond that they are asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How commits are read, and what is shared between them."""

    timeout: float = DEFAULT_TIMEOUT
    memo: Memo = field(default_factory=dict)


@contextmanager
def commit_facts(
    path: bytes,
    state: RepositoryState,
    commit: str,
    reading: Reading,
    manifests: RepositoryDependencies | None,
) -> Iterator[Facts]:
    """What there is to know of one commit; nothing is read before a gate asks for it."""
    if len(reading.memo) > CONTENTS:
        reading.memo.clear()
    with CommitTree(path, commit, timeout=reading.timeout) as tree:
        yield Facts(
            state=state,
            tree=TreeFacts(tree, scanners=SCANNERS, memo=reading.memo),
            manifests=manifests,
        )


Known = Mapping[str, RepositoryDependencies]
"""What was read of repositories' manifests, by slug."""
