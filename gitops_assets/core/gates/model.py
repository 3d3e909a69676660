"""What a gate is, and how its answer is judged."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gitops_assets.core.gates.facts import Facts, Setting
from gitops_assets.core.model import FindingRecord, Outcome, Severity


class Need(StrEnum):
    """What must be known before a gate can be asked; without it the answer is skip or unknown.

    ``presence``: the repository is here, readable or not (``state`` implies it). ``clock``: the answer can
    turn with the clock alone, which the causes of changes must know. ``dependencies``: what the whole fleet
    depends on; such gates are asked once that is known. ``tree``: the files of the commit it stands at, and
    with it perhaps ``manifests`` (what these files need), ``history`` (the commits behind them) and
    ``advisories`` (a snapshot of known vulnerabilities), ``leaks`` (secrets of older commits), ``release``
    (the files of the release before), ``programs`` (what ran outside) or ``templates`` (how far the commit is
    from those it follows). All others are asked while
    repositories are looked at. ``waivers``: what others excused; such a gate is asked last.
    ``fleet-waivers``: which waivers of the fleet do nothing; such a gate is asked once the fleet is judged.
    """

    PRESENCE = "presence"
    STATE = "state"
    WORK_TREE = "work-tree"
    INVENTORY = "inventory"
    CLOCK = "clock"
    DEPENDENCIES = "dependencies"
    TREE = "tree"
    MANIFESTS = "manifests"
    HISTORY = "history"
    ADVISORIES = "advisories"
    LEAKS = "leaks"
    RELEASE = "release"
    PROGRAMS = "programs"
    TEMPLATES = "templates"
    WAIVERS = "waivers"
    FLEET_WAIVERS = "fleet-waivers"


class Asker(StrEnum):
    """Who asks a gate, and when; what one asker was answered about a repository is kept together."""

    STATE = "state"
    """While the repository is looked at."""
    DEPENDENCIES = "dependencies"
    """Once the dependencies of the whole fleet are known."""
    CONTENT = "content"
    """Of the commit that the repository stands at: with the same commit, the same answer."""
    FLEET = "fleet"
    """Once all others have answered about the whole fleet."""


class Stage(StrEnum):
    """When a gate is asked of one repository; an audit of the fleet asks all that are switched on."""

    PRE_COMMIT = "pre-commit"
    PRE_MERGE = "pre-merge"
    PRE_DEPLOY = "pre-deploy"


EVERY_STAGE = frozenset(Stage)
FROM_MERGE = frozenset({Stage.PRE_MERGE, Stage.PRE_DEPLOY})


class Category(StrEnum):
    """What a gate is about; scores are told for each, and each is a folder of gates."""

    STATE = "state"
    DEPENDENCIES = "dependencies"
    SECURITY = "security"
    CI = "ci"
    SUPPLY_CHAIN = "supply-chain"
    PACKAGES = "packages"
    CONTAINERS = "containers"
    HISTORY = "history"
    HYGIENE = "hygiene"
    TEMPLATES = "templates"
    CUSTOM = "custom"


_LINK = re.compile(r"\]\((https://\S+?)\)(?=[\s,.;]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong. ``path`` is where the fix goes, relative to the repository; ``line`` starts at 1.

    ``subject`` tells apart several findings of one gate (a branch name, say); it is part of the
    fingerprint and holds nothing that moves by itself, such as counts or line numbers. ``severity`` is how
    bad this one is, where that is not the gate's own; a fleet that sets the gate's severity sets this too.
    """

    message: str
    path: str
    remedy: str
    line: int = 1
    subject: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One question with a yes/no answer. Silence of ``find`` is a pass.

    ``title`` states the fact that should be true; ``doc`` is the module's docstring and the product's text;
    ``remedy`` says in general what to do (each finding gives the exact command). ``version`` is raised
    whenever the same facts would get another answer, so that a change of our mind is never taken for a
    change of the repository. ``settings`` are its thresholds with their defaults, which a fleet may override.
    A ``required`` gate fails its stage, any other only warns. Of an ``exact`` one a finding in other words is
    another one to a check: what stood there was exchanged, though its fingerprint cannot tell. One is
    ``by_file`` if each finding rests on the file of its path alone and all files are looked at before it
    raises ``NotKnown``: of the files that could be read, everything is known then. One that ``quotes`` lets
    reports show the lines its findings stand at; none does that looks for secrets.
    """

    id: str
    title: str
    doc: str
    severity: Severity
    remedy: str
    find: Callable[[Facts], Iterable[Finding]]
    category: Category
    needs: frozenset[Need] = frozenset({Need.STATE})
    stages: frozenset[Stage] = frozenset()
    settings: Mapping[str, Setting] = field(default_factory=dict)
    required: bool = True
    version: int = 1
    exact: bool = False
    by_file: bool = False
    quotes: bool = True

    @property
    def asker(self) -> Asker:
        """Who can ask it: whoever knows what it needs."""
        if Need.FLEET_WAIVERS in self.needs:
            return Asker.FLEET
        if Need.DEPENDENCIES in self.needs:
            return Asker.DEPENDENCIES
        return Asker.CONTENT if Need.TREE in self.needs else Asker.STATE

    @property
    def sources(self) -> tuple[str, ...]:
        """The addresses of the rule's sources, from its text."""
        return tuple(_LINK.findall(self.doc.rpartition("Source")[2]))


@dataclass(frozen=True, slots=True)
class Round:
    """The gates that are asked together; ``spared`` are the ids of all others."""

    asker: Asker
    gates: tuple[Gate, ...]
    spared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A gate's answer for one repository, with the findings behind a fail.

    ``rest`` says why there may be more findings than these; None where everything was looked at. Where that
    is told, or the answer is unknown, ``unread`` are the only files about which nothing is known; it names
    none where that may be any.
    """

    gate: str
    outcome: Outcome
    why: str | None = None
    findings: tuple[Finding, ...] = ()
    rest: str | None = None
    unread: frozenset[str] = frozenset()

    @property
    def partial(self) -> bool:
        """Whether something was not looked at: a finding that is not told may still be there."""
        return self.rest is not None or self.outcome is Outcome.UNKNOWN


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
    of a gate that is neither answered nor ``spared`` ends: nobody asks it any more. ``untold`` are gates and
    fingerprints of findings beyond those that are told of one gate: they hold as well.
    """

    slug: str
    evaluations: tuple[Evaluation, ...]
    findings: tuple[FindingRecord, ...]
    spared: frozenset[str] = frozenset()
    asker: Asker = Asker.STATE
    untold: frozenset[tuple[str, str]] = frozenset()
