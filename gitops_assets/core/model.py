"""The words of the product as values: states, severities, findings, changes, the repository itself.

Everything here is frozen and knows nothing of files, clocks or databases. Times are whole seconds
since the epoch, UTC. ``None`` always means *not known*, never zero: a repository that git refuses
to read has ``ahead=None``, one that is level with its upstream has ``ahead=0``.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What holds of one repository. It has *all* the states that hold; none hides another.

    Members stand in order of urgency: reports sort by it, worst first.
    """

    UNREADABLE = "unreadable"
    UNSAFE_OWNERSHIP = "unsafe-ownership"
    MISSING = "missing"
    MISMATCHED = "mismatched"
    CONFLICTED = "conflicted"
    MERGING = "merging"
    REBASING = "rebasing"
    CHERRY_PICKING = "cherry-picking"
    REVERTING = "reverting"
    BISECTING = "bisecting"
    LOCKED = "locked"
    DIVERGED = "diverged"
    UPSTREAM_GONE = "upstream-gone"
    DIRTY = "dirty"
    STAGED = "staged"
    UNSTAGED = "unstaged"
    UNTRACKED = "untracked"
    AHEAD = "ahead"
    BEHIND = "behind"
    DETACHED = "detached"
    UNBORN = "unborn"
    NO_UPSTREAM = "no-upstream"
    STASHED = "stashed"
    EXTRA = "extra"
    STALE = "stale"
    SHALLOW = "shallow"
    PARTIAL = "partial"
    SPARSE = "sparse"
    BARE = "bare"
    CLEAN = "clean"


class Severity(StrEnum):
    """How bad a finding is, worst first (the four words of CVSS v3.1 section 5, plus info)."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst; larger is milder."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Outcome(StrEnum):
    """What a gate said of a repository. Unknown never lowers a score and never deletes a finding."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    SKIP = "skip"
    UNKNOWN = "unknown"
    EXEMPT = "exempt"


class FindingStatus(StrEnum):
    """A finding against the audit before: first seen, seen again, gone, waived since, or back again."""

    NEW = "new"
    EXISTING = "existing"
    FIXED = "fixed"
    WAIVED = "waived"
    REOPENED = "reopened"

    @property
    def is_open(self) -> bool:
        """Whether the finding holds now, and nobody decided to live with it."""
        return self not in (FindingStatus.FIXED, FindingStatus.WAIVED)


class Health(StrEnum):
    """Traffic light of a repository or a fleet: red from a high finding on, yellow from a low one."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


class Cause(StrEnum):
    """Why a verdict differs from the one before.

    ``code``: the repository itself moved. ``policy``: what is demanded moved (inventory, fleet.yaml).
    ``rule``/``tool``: our judgement moved. ``access``: we could see more or less than before.
    ``time``: nothing moved but the clock (a fetch grew old). ``dependency``: another repository moved.
    ``template``: a template that the repository follows moved.
    """

    CODE = "code"
    DEPENDENCY = "dependency"
    TEMPLATE = "template"
    ADVISORY = "advisory"
    TOOL = "tool"
    RULE = "rule"
    POLICY = "policy"
    ACCESS = "access"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Remote:
    """One remote of a repository, its URL after ``insteadOf`` and without credentials."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryState:
    """What git and git's own files say of one repository, or what the inventory says of a missing one.

    Counts are files, commits or stashes. ``path`` is for people (undecodable bytes are escaped);
    the store keeps the bytes. ``why`` gives the reason behind unreadable, unsafe-ownership and missing.
    ``fetched`` is the last time the remote was successfully asked, ``committed`` the committer date of
    HEAD. ``changed`` holds at most :data:`CHANGED_LIMIT` paths, sorted.
    """

    slug: str
    path: str | None
    states: tuple[State, ...]
    why: str | None = None
    branch: str | None = None
    head: str | None = None
    upstream: str | None = None
    ahead: int | None = None
    behind: int | None = None
    staged: int | None = None
    unstaged: int | None = None
    untracked: int | None = None
    conflicted: int | None = None
    stashes: int | None = None
    fetched: int | None = None
    committed: int | None = None
    default_branch: str | None = None
    tag: str | None = None
    commits_since_tag: int | None = None
    remotes: tuple[Remote, ...] = ()
    stale_branches: tuple[str, ...] = ()
    worktrees: tuple[str, ...] = ()
    submodules: tuple[str, ...] = ()
    lfs_pointers: int | None = None
    changed: tuple[str, ...] = ()
    owner: str | None = None
    criticality: str | None = None
    tags: tuple[str, ...] = ()

    def has(self, *states: State) -> bool:
        """Whether any of these states holds."""
        return any(state in self.states for state in states)

    @property
    def readable(self) -> bool:
        """Whether git could be asked at all: the repository is here and git did not refuse."""
        return not self.has(State.UNREADABLE, State.UNSAFE_OWNERSHIP, State.MISSING)


CHANGED_LIMIT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryEntry:
    """One repository that should exist, as one source of the inventory names it."""

    slug: str
    url: str | None = None
    default_branch: str | None = None
    archived: bool = False
    fork: bool = False
    private: bool | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What should exist. ``unknown`` says why a source could not be asked; then nothing is missing or extra.

    ``configured`` is False when no source is named anywhere: then every repository found is welcome.
    """

    entries: tuple[InventoryEntry, ...] = ()
    configured: bool = False
    unknown: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Unseen:
    """A folder below the roots that could not be looked into, and why. ``path`` is for people."""

    path: str
    why: str


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class IdleWaiver:
    """A waiver of the fleet file that does nothing, as it stands there, and why it does not.

    ``expires`` is its last day as an ISO date, ``subject`` is empty where it means every finding of its gate.
    """

    gate: str
    repositories: str
    subject: str
    expires: str
    reason: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """One thing wrong with one repository, as it is stored and reported.

    ``fingerprint`` identifies it between audits and never contains a line number. ``verified_at`` is when it
    was last seen to be true: older than the audit itself where the gate's answer is now unknown. ``snippet``
    is the line with the one before and the one after it, where they are known and may be shown.
    """

    gate: str
    slug: str
    severity: Severity
    message: str
    path: str
    line: int
    remedy: str
    fingerprint: str
    status: FindingStatus
    opened_at: int
    verified_at: int
    snippet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two audits of one repository, with its cause.

    ``slug`` is empty where the fleet itself changed: its inventory could no longer be asked, say.
    """

    slug: str
    kind: str
    subject: str
    before: str | None
    after: str | None
    cause: Cause
