"""What a gate is, what it may look at, and how its answer is judged."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from gitops_assets.core.dependencies.disagreements.concerns import DependencyFacts
from gitops_assets.core.gates.words import command
from gitops_assets.core.model import FindingRecord, InventoryEntry, Outcome, RepositoryState, Severity


class Need(StrEnum):
    """What must be known before a gate can be asked; without it the answer is skip or unknown.

    ``presence``: the repository is here, readable or not (``state`` implies it). ``clock``: the answer can
    turn with the clock alone, which the causes of changes must know. ``dependencies``: what the whole fleet
    depends on; such gates are asked once that is known, all others while repositories are looked at.
    """

    PRESENCE = "presence"
    STATE = "state"
    WORK_TREE = "work-tree"
    INVENTORY = "inventory"
    CLOCK = "clock"
    DEPENDENCIES = "dependencies"


class Asker(StrEnum):
    """Who asks a gate, and when; what one asker was answered about a repository is kept together."""

    STATE = "state"
    """While the repository is looked at."""
    DEPENDENCIES = "dependencies"
    """Once the dependencies of the whole fleet are known."""


INVENTORY_UNKNOWN = "the inventory is unknown"
"""How the reason begins where a gate could not be asked because a source of the inventory failed."""


DEPENDENCIES_UNREAD = "the dependencies of the fleet were not read"
"""Why a gate over dependencies could not be asked where nobody read any."""


class NotApplicable(Exception):  # noqa: N818 - a verdict on the question, not an error
    """Raised by a gate whose question makes no sense here; the message is shown as the reason."""


class NotKnown(Exception):  # noqa: N818 - a verdict on the facts, not an error
    """Raised by a gate whose facts are absent (``None``): its answer is unknown, the message says why."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a gate may look at.

    ``listed`` is the inventory's entry for this repository; ``dependencies`` what the fleet's dependencies
    mean for it, None while they were not read.
    """

    state: RepositoryState
    listed: InventoryEntry | None = None
    inventory_configured: bool = False
    inventory_unknown: str | None = None
    dependencies: DependencyFacts | None = None

    @property
    def needed(self) -> DependencyFacts:
        """The dependencies of a gate that needs them; raises :class:`NotKnown` where they were not read."""
        if self.dependencies is None:
            raise NotKnown(DEPENDENCIES_UNREAD)
        return self.dependencies

    def git(self, *arguments: str, operands: tuple[str, ...] = ()) -> str:
        """A git command for this repository that can be pasted into a shell.

        ``operands`` are names that somebody else chose (a branch, a URL): none of them can become an option.
        """
        where = ("-C", self.state.path) if self.state.path else ()
        guard = ("--",) if any(operand.startswith("-") for operand in operands) else ()
        return command("git", *where, *arguments, *guard, *operands)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong. ``path`` is where the fix goes, relative to the repository; ``line`` starts at 1.

    ``subject`` tells apart several findings of one gate (a branch name, say); it is part of the
    fingerprint and holds nothing that moves by itself, such as counts or line numbers.
    """

    message: str
    path: str
    remedy: str
    line: int = 1
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One question with a yes/no answer. Silence of ``find`` is a pass.

    ``title`` states the fact that should be true; ``doc`` is the module's docstring and the product's text;
    ``remedy`` says in general what to do (each finding gives the exact command). ``version`` is raised
    whenever the same facts would get another answer, so that a change of our mind is never taken for a
    change of the repository.
    """

    id: str
    title: str
    doc: str
    severity: Severity
    remedy: str
    find: Callable[[Facts], Iterable[Finding]]
    needs: frozenset[Need] = frozenset({Need.STATE})
    version: int = 1

    @property
    def asker(self) -> Asker:
        """Who can ask it: whoever knows what it needs."""
        return Asker.DEPENDENCIES if Need.DEPENDENCIES in self.needs else Asker.STATE


@dataclass(frozen=True, slots=True)
class Round:
    """The gates that are asked together; ``spared`` are the ids of all others."""

    asker: Asker
    gates: tuple[Gate, ...]
    spared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A gate's answer for one repository, with the findings behind a fail."""

    gate: str
    outcome: Outcome
    why: str | None = None
    findings: tuple[Finding, ...] = ()


def fingerprint(slug: str, gate: str, subject: str, nth: int = 0) -> str:
    """Identity of a finding between audits: 32 hex digits over rule, repository, subject and occurrence.

    Line numbers stay out, so that a finding survives moved lines (SARIF 2.1.0 section 3.27.17).
    """
    parts = "\x1f".join((slug, gate, subject, str(nth)))
    return hashlib.sha256(parts.encode("utf-8", "backslashreplace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one asker was answered about one repository, and the findings as they go into the store.

    The findings' status is provisional (new): only the store knows what was open before. What the store has
    of a gate that is neither answered nor ``spared`` ends: nobody asks it any more.
    """

    slug: str
    evaluations: tuple[Evaluation, ...]
    findings: tuple[FindingRecord, ...]
    spared: frozenset[str] = frozenset()
    asker: Asker = Asker.STATE
