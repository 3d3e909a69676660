"""The facts of one commit as gates over files are asked with them."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace

from gitops_assets.core.advisories.model import AdvisoryFacts
from gitops_assets.core.definitions.model import Definitions, Program
from gitops_assets.core.dependencies.model import RepositoryDependencies
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.history_facts import HistoryFacts
from gitops_assets.core.gates.program_facts import ProgramAnswer
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.gates.scanning import Memo
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.model import RepositoryState
from gitops_assets.core.templates.model import Drift
from gitops_assets.core.tree import Tree
from resources.gates.releasing import UNASKED, released
from resources.git.command import DEFAULT_TIMEOUT
from resources.git.commits import history_of
from resources.git.history import HistoryUnreadable
from resources.git.tree import CommitTree
from resources.programs.asking import Outside, answers, standing
from resources.programs.remembering import Remembered
from resources.secrets.asking import Search

CONTENTS = 400_000
"""Contents whose hits are remembered in one audit; beyond that they are asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How commits are read, and what is shared between them.

    ``until`` is the moment (epoch seconds) after which nothing had happened yet, None where it is now.
    """

    timeout: float = DEFAULT_TIMEOUT
    memo: Memo = field(default_factory=dict)
    history: bool = True
    release: bool = False
    until: int | None = None
    asks: "Asks | None" = None
    search: Search = field(default_factory=Search)


@dataclass(frozen=True, slots=True)
class Asks:
    """The programs that a fleet's own gates ask, and what its configuration says of programs."""

    programs: Mapping[str, Program]
    outside: Outside
    memory: Remembered | None = None

    @classmethod
    def of(cls, fleet: Fleet, definitions: Definitions, memory: Remembered | None = None) -> "Asks | None":
        """The same, of a fleet; None where its gates ask no program."""
        return cls(definitions.programs, Outside.of(fleet), memory) if definitions.programs else None

    def about(self, tree: Tree, only: Collection[str] | None = None) -> Mapping[str, ProgramAnswer]:
        """What they say of a tree, by the gate that asks."""
        return answers(self.programs, tree, self.outside, only, self.memory)

    @property
    def standing(self) -> Mapping[str, tuple[str, ...]]:
        """What would answer now, by gate; when it moves, so may the answers."""
        return {gate: standing(program, self.outside) for gate, program in sorted(self.programs.items())}


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a commit's manifests, what advisories say of it, and how far it is from templates."""

    manifests: RepositoryDependencies | None = None
    advisories: AdvisoryFacts | None = None
    concerns: str = ""
    templates: tuple[Drift, ...] = ()


def history(path: bytes, commit: str | None, reading: Reading) -> HistoryFacts | None:
    """The commits behind a tree, None where git cannot tell them or nobody asks."""
    if not reading.history:
        return None
    try:
        told = history_of(path, commit, timeout=reading.timeout)
    except HistoryUnreadable:
        return None
    return told if reading.until is None else _as_of(told, reading.until)


def _as_of(told: HistoryFacts, moment: int) -> HistoryFacts | None:
    """Without what came later; None where that hides which release was the newest then."""
    if told.release is not None and told.release[1] > moment:
        return None
    return replace(told, bytes_stored=None)


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
    with ExitStack() as stack:
        tree = stack.enter_context(CommitTree(path, commit, timeout=reading.timeout))
        before = released(path, commit, timeout=reading.timeout) if reading.release else nullcontext(UNASKED)
        release = stack.enter_context(before)
        yield Facts(
            state=state,
            tree=TreeFacts(tree, scanners=SCANNERS, memo=reading.memo),
            manifests=read.manifests,
            advisories=read.advisories,
            history=history(path, commit, reading),
            leaks=reading.search.leaks(path, commit),
            detected=reading.search.detected(tree),
            release=release.files,
            unreleased=release.why,
            programs=reading.asks.about(tree) if reading.asks else {},
            templates=read.templates,
        )
