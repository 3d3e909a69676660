"""The facts of one commit as gates over files are asked with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from gitops_assets.core.advisories.model import AdvisoryFacts
from gitops_assets.core.dependencies.model import RepositoryDependencies
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.history_facts import HistoryFacts
from gitops_assets.core.gates.policy import Policy
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.gates.scanning import Memo
from gitops_assets.core.gates.secrets import SECRETS
from gitops_assets.core.gates.security.history_without_secrets import GATE as PAST
from gitops_assets.core.gates.security.secrets_absent import GATE as PRESENT
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.model import RepositoryState
from resources.git.command import DEFAULT_TIMEOUT
from resources.git.commits import history_of
from resources.git.history import HistoryUnreadable
from resources.git.tree import CommitTree
from resources.secrets import kingfisher
from resources.secrets.past import Bounds, leaks_of

CONTENTS = 400_000
"""Contents whose hits are remembered in one audit; beyond that they are asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How commits are read, and what is shared between them; ``leaks``: how much of the past is searched.

    ``kingfisher``: whether that is asked for secrets, too.
    """

    timeout: float = DEFAULT_TIMEOUT
    memo: Memo = field(default_factory=dict)
    history: bool = True
    leaks: Bounds | None = None
    kingfisher: bool = False


def asked_for(reading: Reading, policy: Policy) -> Reading:
    """The same with what the settings of gates over secrets ask for: the past, a detector of others."""
    past, present = (policy.settings(each.id) if policy.enabled(each.id) else {} for each in (PAST, PRESENT))
    contents, others = past.get("contents", 0), present.get("detectors", ())
    bounds = Bounds(contents=int(contents)) if isinstance(contents, int | float) and contents >= 1 else None
    asked = isinstance(others, tuple) and kingfisher.NAME in others
    return replace(reading, leaks=bounds, kingfisher=asked)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a commit's manifests, and what advisories say of it; None where nobody did."""

    manifests: RepositoryDependencies | None = None
    advisories: AdvisoryFacts | None = None
    concerns: str = ""


def history(path: bytes, commit: str | None, reading: Reading) -> HistoryFacts | None:
    """The commits behind a tree, None where git cannot tell them or nobody asks."""
    if not reading.history:
        return None
    try:
        return history_of(path, commit, timeout=reading.timeout)
    except HistoryUnreadable:
        return None


@contextmanager
def commit_facts(
    path: bytes,
    state: RepositoryState,
    commit: str,
    reading: Reading,
    read: "Read",
) -> Iterator[Facts]:
    """What there is to know of one commit; nothing is read before a gate asks for it."""
    if len(reading.memo) > CONTENTS:
        reading.memo.clear()
    with CommitTree(path, commit, timeout=reading.timeout) as tree:
        yield Facts(
            state=state,
            tree=TreeFacts(tree, scanners=SCANNERS, memo=reading.memo),
            manifests=read.manifests,
            advisories=read.advisories,
            history=history(path, commit, reading),
            leaks=leaks_of(path, commit, SECRETS, reading.leaks) if reading.leaks else None,
            detected=kingfisher.ask(tree) if reading.kingfisher else None,
        )
