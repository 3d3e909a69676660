"""Who wants to hear of what, where and when, as a fleet says it.

Plain values: a fleet without a file has :class:`NotificationPolicy` as it stands and tells nobody anything,
one with a file gets it from ``notifications:``. Patterns over slugs are those of
:mod:`gitops_assets.core.fleet.globs`; times of day are minutes since midnight on the clock of a time zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.events.transitions import SCORE_THRESHOLDS
from gitops_assets.core.fleet.globs import covers
from gitops_assets.core.model import Severity

EVERY_DAY = frozenset(range(7))
TOLD = ("finding.opened", "finding.reopened", "finding.fixed", "score.crossed", "run.*")
"""The events that a route takes unless it says otherwise."""
ENDS = frozenset({EventKind.FINDING_WAIVED, EventKind.FINDING_GONE})
"""Ends of a finding that nobody brought about; who keeps a list of findings hears of them all the same."""


class Group(StrEnum):
    """What shares one message: each event alone, or all events of a repository, a gate or an audit."""

    EVENT = "event"
    REPOSITORY = "repository"
    GATE = "gate"
    AUDIT = "audit"


class Rhythm(StrEnum):
    """How often a digest is sent."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


class Once(StrEnum):
    """What one is told of once: a thing, until it turns; or each event, however often it comes."""

    KEY = "key"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """When what was gathered is sent. ``day`` is 0 for Monday and matters once a week only."""

    rhythm: Rhythm
    at: int = 9 * 60
    day: int = 0
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours in which only what is at least as bad as ``unless`` is told; they may reach over midnight.

    ``days`` are those on which they begin, 0 for Monday.
    """

    start: int
    end: int
    days: frozenset[int] = EVERY_DAY
    zone: str = "UTC"
    unless: Severity | None = Severity.CRITICAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Whom to tell when a finding that was told stays open for so many hours without an acknowledgement."""

    hours: int
    to: tuple[str, ...]
    severity: Severity = Severity.HIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which events go to which channels. Empty ``owners`` and ``tags`` mean whatever they are.

    An event without a severity counts as info. With ``last`` no later route sees what this one took.
    """

    name: str
    to: tuple[str, ...]
    events: tuple[str, ...] = TOLD
    severity: Severity = Severity.INFO
    owners: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ("*",)
    group: Group | None = None
    once: Once = Once.KEY
    digest: Digest | None = None
    quiet: Quiet | None = None
    escalate: Escalation | None = None
    last: bool = False

    def targets(self, event: Event) -> tuple[str, ...]:
        """The channels that hear of this event by this route."""
        if event.kind is EventKind.FINDING_OVERDUE:
            mine = self.escalate is not None and event.details.get("route") == self.name
            return self.escalate.to if self.escalate and mine else ()
        return self.to if self._wants(event.kind) and self.concerns(event) else ()

    def enters(self, event: Event) -> tuple[str, ...]:
        """The channels that may enter this event into a ticket: its list knows every end of a finding."""
        ends = event.kind in ENDS and self._wants(EventKind.FINDING_FIXED)
        return self.to if ends and self.concerns(event) else ()

    def _wants(self, kind: EventKind) -> bool:
        return any(fnmatchcase(kind.value, pattern) for pattern in self.events)

    def concerns(self, event: Event) -> bool:
        """Whether it is bad enough and about the right repositories, whatever happened."""
        severity = event.severity or Severity.INFO
        return (
            severity.rank <= self.severity.rank
            and (not self.owners or event.owner in self.owners)
            and (not self.tags or not set(self.tags).isdisjoint(event.tags))
            and any(covers(glob, event.slug) for glob in self.repositories)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationPolicy:
    """All routes in their order, how each channel wants its messages grouped, and channels' names."""

    routes: tuple[Route, ...] = ()
    groups: Mapping[str, Group] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)
    score_thresholds: tuple[float, ...] = SCORE_THRESHOLDS

    def asked_for(self, event: Event) -> tuple[str, ...]:
        """The targets that a schedule wants told of the audit that it asked for."""
        named = event.details.get("notify")
        if event.kind is not EventKind.AUDIT_COMPLETED or not isinstance(named, list):
            return ()
        return tuple(self.targets[name] for name in named if isinstance(name, str) and name in self.targets)

    def group(self, route: Route, target: str) -> Group:
        """What shares a message: the route's word, else what suits the channel."""
        return route.group or self.groups.get(target, Group.AUDIT)
