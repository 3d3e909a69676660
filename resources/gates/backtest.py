"""A gate asked about the commits of a branch's own line; no work tree is touched."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from gitops_assets.core.dependencies.past import Past
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.gates.backtest import Backtest, verdicts
from gitops_assets.core.gates.engine import judge
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Gate, Judgement, Need
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.gates.scanning import Hits
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.model import RepositoryState
from gitops_assets.core.tree import TreeUnreadable
from resources.dependencies.analysis import analysis_of
from resources.gates.manifests import Manifests
from resources.git.history import HistoryUnreadable, first_parents
from resources.git.tree import CommitTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of every commit."""

    gate: Gate
    fleet: Fleet
    since: int
    most: int
    memo: dict[str, Hits] = field(default_factory=dict)


def backtest(asked: Question, path: bytes, state: RepositoryState, seen: Callable[[], None]) -> Backtest:
    """One repository's past; never raises for what is wrong with it."""
    if not state.readable or state.head is None:
        return Backtest(state.slug, refused=state.why or "it has no commit that could be read")
    try:
        line = _line(first_parents(path, state.head), asked)
        judged = _judged(asked, path, state, line, seen)
        return Backtest(state.slug, tuple(verdicts(judged)))
    except (HistoryUnreadable, TreeUnreadable) as why:
        return Backtest(state.slug, refused=str(why))


def _line(newest_first: Sequence[Past], asked: Question) -> list[Past]:
    """The commits since the day, oldest first, after the one before them to compare with."""
    recent = [each for each in newest_first if each.committed >= asked.since][: asked.most]
    return list(reversed(newest_first[: len(recent) + 1]))


def _judged(
    asked: Question, path: bytes, state: RepositoryState, line: Sequence[Past], seen: Callable[[], None]
) -> Iterator[tuple[str, int, Judgement]]:
    manifests = Manifests(analysis_of(asked.fleet)) if Need.MANIFESTS in asked.gate.needs else None
    for each in line:
        with CommitTree(path, each.commit) as tree:
            facts = Facts(
                state=state,
                tree=TreeFacts(tree, scanners=SCANNERS, memo=asked.memo),
                manifests=manifests.of(state.slug, tree) if manifests else None,
            )
            yield each.commit, each.committed, judge(facts, [asked.gate], _ANYTHING, at=each.committed)
        seen()


_ANYTHING = Fleet().policy
"""A backtest asks what the gate would say, whatever is waived or switched off now."""
