"""What a gate may look at, and how it says that there is nothing to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gitops_assets.core.advisories.model import AdvisoryFacts
from gitops_assets.core.dependencies.disagreements.concerns import DependencyFacts
from gitops_assets.core.dependencies.model import RepositoryDependencies
from gitops_assets.core.gates.detector_facts import DetectorFacts
from gitops_assets.core.gates.history_facts import HistoryFacts
from gitops_assets.core.gates.inline import InlineWaiver
from gitops_assets.core.gates.leak_facts import LeakFacts
from gitops_assets.core.gates.program_facts import ProgramAnswer
from gitops_assets.core.gates.stray_waivers import StrayWaivers
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.gates.words import command
from gitops_assets.core.model import InventoryEntry, RepositoryState
from gitops_assets.core.templates.model import Drift

INVENTORY_UNKNOWN = "the inventory is unknown"
"""How the reason begins where a gate could not be asked because a source of the inventory failed."""

DEPENDENCIES_UNREAD = "the dependencies of the fleet were not read"
"""Why a gate over dependencies could not be asked where nobody read any."""

PROGRAMS_UNASKED = "no programs were run"
"""Why a gate that needs a program could not be asked where nobody ran any."""

Setting = int | float | str | tuple[str, ...]
"""What a threshold of a gate may be."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a gate may look at; what is ``None`` was not read.

    ``listed`` is the inventory's entry for this repository; ``dependencies`` what the fleet's dependencies
    mean for it; ``tree`` its files at one commit, ``unlisted`` why they cannot be listed; ``manifests`` what
    they need and offer by themselves; ``history`` the commits behind them; ``advisories`` the known
    vulnerabilities of what is locked there.
    ``leaks`` are the secrets of older commits and ``detected`` those that a program of others finds, where a
    fleet asks for them.
    ``idle`` are the waivers in files that excused nothing, known once all other gates were asked; ``gates``
    the ids of all gates there are, asked now or not.
    ``stray`` are the waivers of fleet.yaml that do nothing and are told of this repository.
    ``base`` is the tree that a change is compared with and ``release`` that of the release before it,
    ``unreleased`` why there is none.
    ``artifacts`` are files beside the commit that definitions name (a coverage report is built, not kept);
    ``programs`` what programs said of this tree, by the gate that asked them.
    ``templates`` is how far this tree is from each template that it follows; most follow none.
    ``settings`` are the thresholds of the gate that is asked, the fleet's own before the gate's.
    """

    state: RepositoryState
    listed: InventoryEntry | None = None
    inventory_configured: bool = False
    inventory_unknown: str | None = None
    dependencies: DependencyFacts | None = None
    tree: TreeFacts | None = None
    unlisted: str | None = None
    manifests: RepositoryDependencies | None = None
    history: HistoryFacts | None = None
    advisories: AdvisoryFacts | None = None
    leaks: LeakFacts | None = None
    detected: DetectorFacts | None = None
    idle: tuple[InlineWaiver, ...] | None = None
    gates: frozenset[str] | None = None
    stray: StrayWaivers | None = None
    base: TreeFacts | None = None
    release: TreeFacts | None = None
    unreleased: str | None = None
    artifacts: Mapping[str, bytes] = field(default_factory=dict)
    programs: Mapping[str, ProgramAnswer] | None = None
    templates: tuple[Drift, ...] = ()
    settings: Mapping[str, Setting] = field(default_factory=dict)

    @property
    def needed(self) -> DependencyFacts:
        """The dependencies of a gate that needs them; raises :class:`NotKnown` where they were not read."""
        if self.dependencies is None:
            raise NotKnown(DEPENDENCIES_UNREAD)
        return self.dependencies

    @property
    def files(self) -> TreeFacts:
        """The tree of a gate that needs it; raises :class:`NotKnown` where it was not read."""
        if self.tree is None:
            raise NotKnown("the files were not read")
        return self.tree

    @property
    def packages(self) -> RepositoryDependencies:
        """What this tree itself needs and offers; raises :class:`NotKnown` where it was not read."""
        if self.manifests is None:
            raise NotKnown("the manifests were not read")
        return self.manifests

    @property
    def leaked(self) -> LeakFacts:
        """The secrets of older commits; raises :class:`NotKnown` where nobody looked for them."""
        if self.leaks is None:
            raise NotKnown("nobody looked for secrets in the history")
        return self.leaks

    @property
    def past(self) -> HistoryFacts:
        """The history of a gate that needs it; raises :class:`NotKnown` where it was not read."""
        if self.history is None:
            raise NotKnown("the history was not read")
        return self.history

    def answer(self, gate_id: str) -> ProgramAnswer:
        """What a program said for a gate; raises :class:`NotKnown` or ``NotApplicable`` where nothing."""
        said = (self.programs or {}).get(gate_id)
        if said is None:
            raise NotKnown(PROGRAMS_UNASKED)
        return said.demand()

    def number(self, name: str) -> float:
        """A threshold that is a number."""
        value = self.settings[name]
        if isinstance(value, str | tuple):
            raise TypeError(f"the setting {name!r} is no number")
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """A threshold that is a list of words."""
        value = self.settings[name]
        if not isinstance(value, tuple):
            raise TypeError(f"the setting {name!r} is no list of words")
        return value

    def git(self, *arguments: str, operands: tuple[str, ...] = ()) -> str:
        """A git command for this repository that can be pasted into a shell.

        ``operands`` are names that somebody else chose (a branch, a URL): none of them can become an option.
        """
        where = ("-C", self.state.path) if self.state.path else ()
        guard = ("--",) if any(operand.startswith("-") for operand in operands) else ()
        return command("git", *where, *arguments, *guard, *operands)
