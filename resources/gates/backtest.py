"""A gate asked about the commits of a branch's own line; no work tree is touched."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
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


@dataclass(frozen=True, slots=True)
class Line:
    """The commits of one repository that are asked about, or why there are none."""

    path: bytes
    state: RepositoryState
    commits: tuple[Past, ...] = ()
    refused: str | None = None


def line_of(asked: Question, path: bytes, state: RepositoryState) -> Line:
    """The commits of a repository that are asked about; never raises for what is wrong with it."""
    if not state.readable or state.head is None:
        return Line(path, state, refused=state.why or "it has no commit that could be read")
    try:
        return Line(path, state, tuple(_line(first_parents(path, state.head), asked)))
    except HistoryUnreadable as why:
        return Line(path, state, refused=str(why))


def backtest(asked: Question, line: Line, seen: Callable[[], None]) -> Backtest:
    """One repository's past, ``seen`` being called after each commit; never raises for what is wrong."""
    if line.refused is not None:
        return Backtest(line.state.slug, refused=line.refused)
    try:
        return Backtest(line.state.slug, tuple(verdicts(_judged(asked, line, seen))))
    except TreeUnreadable as why:
        return Backtest(line.state.slug, refused=str(why))


def _line(newest_first: Sequence[Past], asked: Question) -> list[Past]:
    """The commits since the day, oldest first, after the one before them to compare with."""
    recent = [each for each in newest_first if each.committed >= asked.since][: asked.most]
    return list(reversed(newest_first[: len(recent) + 1]))


def _judged(asked: Question, line: Line, seen: Callable[[], None]) -> Iterator[tuple[str, int, Judgement]]:
    manifests = Manifests(analysis_of(asked.fleet)) if Need.MANIFESTS in asked.gate.needs else None
    slug = line.state.slug
    for nth, each in enumerate(line.commits):
        with ExitStack() as stack:
            tree = stack.enter_context(CommitTree(line.path, each.commit))
            # The first has nothing before it, and is only there to compare the second with.
            before = line.commits[max(nth - 1, 0)].commit
            facts = Facts(
                state=line.state,
                tree=TreeFacts(tree, scanners=SCANNERS, memo=asked.memo),
                manifests=manifests.of(slug, tree) if manifests else None,
                base=TreeFacts(stack.enter_context(CommitTree(line.path, before))),
            )
            yield each.commit, each.committed, judge(facts, [asked.gate], _ANYTHING, at=each.committed)
        seen()


_ANYTHING = Fleet().policy
"""A backtest asks what the gate would say, whatever is waived or switched off now."""
