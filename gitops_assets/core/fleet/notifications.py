"""The ``notifications`` section of fleet.yaml: who is told of what, where and when."""

import re
from fnmatch import fnmatchcase
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from gitops_assets.core.events.model import EventKind
from gitops_assets.core.events.transitions import SCORE_THRESHOLDS
from gitops_assets.core.fleet.channels import ChannelSection
from gitops_assets.core.fleet.faults import did_you_mean
from gitops_assets.core.fleet.section import Section
from gitops_assets.core.fleet.words import Flag, Glob, Text, problem
from gitops_assets.core.model import Severity
from gitops_assets.core.notifications.policy import (
    TOLD,
    Digest,
    Escalation,
    Group,
    NotificationPolicy,
    Once,
    Quiet,
    Rhythm,
    Route,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"(?P<hours>[01]?\d|2[0-3]):(?P<minutes>[0-5]\d)")
_DAY = 24 * 60


def _check_time(value: object) -> object:
    # YAML 1.1 reads 22:00 without quotes as a number to the base of 60, which is just these minutes.
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _DAY:
        return f"{value // 60:02}:{value % 60:02}"
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise problem("this is not a time of day", "write hours and minutes in quotes, such as '07:30'")
    return value


def _check_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        raise problem("no time zone is called this", "write one such as Europe/Berlin, or UTC") from None
    return value


def _check_day(value: str) -> str:
    if value.lower() not in WEEKDAYS:
        raise problem("this is no day of the week", did_you_mean(value.lower(), WEEKDAYS))
    return value.lower()


def _check_event(value: str) -> str:
    kinds = [kind.value for kind in EventKind]
    if not any(fnmatchcase(kind, value) for kind in kinds):
        raise problem("no event is called this", did_you_mean(value, kinds))
    return value


Time = Annotated[str, BeforeValidator(_check_time)]
Zone = Annotated[Text, AfterValidator(_check_zone)]
Weekday = Annotated[Text, AfterValidator(_check_day)]
EventName = Annotated[Text, AfterValidator(_check_event)]
Hours = Annotated[int, Field(strict=True, ge=1, le=8_760)]
Score = Annotated[float, Field(ge=0, le=100)]


class QuietSection(Section):
    """Hours in which only what is bad enough is told; what waited comes together when they end."""

    start: Time = Field(alias="from")
    """When they begin, on the clock of the time zone."""
    end: Time = Field(alias="to")
    """When they end; a time before the beginning is on the day after."""
    days: tuple[Weekday, ...] = WEEKDAYS
    """The days on which they begin."""
    unless: Severity | None = Severity.CRITICAL
    """From which severity on something is told all the same."""


class EscalationSection(Section):
    """Whom to tell when a finding that was told stays open and nobody acknowledges it."""

    after_hours: Hours
    """Hours since it opened."""
    to: tuple[Text, ...] = Field(min_length=1)
    """The channels that hear of it then."""
    severity: Severity = Severity.HIGH
    """Only findings that are at least this bad."""


class RouteSection(Section):
    """Which events go to which channels."""

    name: Text | None = None
    """What it is called; without a name it is its number."""
    to: tuple[Text, ...] = Field(min_length=1)
    """The channels, by their names."""
    events: tuple[EventName, ...] = Field(default=TOLD, min_length=1)
    """Which events, as patterns over their types: finding.opened, gate.*."""
    severity: Severity = Severity.INFO
    """Only what is at least this bad; an event without a severity counts as info."""
    owners: tuple[Text, ...] = ()
    """Only of repositories that one of these answers for; without a name whoever does."""
    tags: tuple[Text, ...] = ()
    """Only of repositories with one of these tags."""
    repositories: tuple[Glob, ...] = Field(default=("*",), min_length=1)
    """Only of these repositories, as patterns over slugs; events of the whole fleet need the pattern *."""
    group: Group | None = None
    """What shares a message; without a word it is what suits the channel."""
    once_per: Once = Once.KEY
    """Whether a thing is told once until it turns, or each event as it comes."""
    digest: Rhythm | None = None
    """Gather, and tell once an hour, a day or a week; without a word at once."""
    digest_at: Time = "09:00"
    """When a daily or weekly digest is sent."""
    digest_day: Weekday = "monday"
    """On which day a weekly digest is sent."""
    quiet: Flag = True
    """Whether it keeps the quiet hours."""
    escalate: EscalationSection | None = None
    """Whom to tell when nothing happens."""
    last: Flag = False
    """Whether the routes below do not see what this one took."""


class NotificationsSection(Section):
    """Who is told of what, where and when."""

    time_zone: Zone = "UTC"
    """The time zone of all times of day, by its name in the IANA database: Europe/Berlin."""
    score_thresholds: tuple[Score, ...] = SCORE_THRESHOLDS
    """Scores whose crossing is told, of repositories and of the fleet."""
    quiet_hours: QuietSection | None = None
    """When nobody wants to be disturbed."""
    channels: dict[Text, ChannelSection] = Field(default_factory=dict)
    """Where messages can go, by names of your own."""
    routes: tuple[RouteSection, ...] = ()
    """Which events go to which channels, in this order."""
    tickets_every_minutes: Annotated[int, Field(strict=True, ge=0, le=1440)] = 15
    """How often it is looked whether people closed a ticket; 0: never."""

    @field_validator("routes")
    @classmethod
    def _lead_somewhere(
        cls, value: tuple[RouteSection, ...], info: ValidationInfo
    ) -> tuple[RouteSection, ...]:
        channels = info.data.get("channels")
        names = [_name(nth, route) for nth, route in enumerate(value)]
        for nth, route in enumerate(value):
            if names[nth] in names[:nth]:
                raise problem(f"routes[{nth}]: another route has this name", "choose another one")
            for target in (*route.to, *(route.escalate.to if route.escalate else ())):
                if channels is not None and target not in channels:
                    raise problem(
                        f"routes[{nth}].to: no channel is called this", did_you_mean(target, list(channels))
                    )
        return value

    @property
    def policy(self) -> NotificationPolicy:
        """All of it as a plain value."""
        return self.policy_at("")

    def policy_at(self, place: str) -> NotificationPolicy:
        """The same with targets that begin with ``place``, which tells fleets apart."""
        channels = self.channels.items()
        return NotificationPolicy(
            routes=tuple(self._route(nth, route, place) for nth, route in enumerate(self.routes)),
            targets={name: channel.target(name, place) for name, channel in channels},
            groups={channel.target(name, place): channel.group for name, channel in channels},
            score_thresholds=self.score_thresholds,
        )

    def _route(self, nth: int, route: RouteSection, place: str) -> Route:
        return Route(
            name=_name(nth, route),
            to=self._targets(route.to, place),
            events=route.events,
            severity=route.severity,
            owners=route.owners,
            tags=route.tags,
            repositories=route.repositories,
            group=route.group,
            once=route.once_per,
            digest=self._digest(route),
            quiet=self._quiet() if route.quiet else None,
            escalate=self._escalation(route.escalate, place),
            last=route.last,
        )

    def _targets(self, names: tuple[str, ...], place: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.channels[name].target(name, place) for name in names))

    def _escalation(self, said: EscalationSection | None, place: str) -> Escalation | None:
        if said is None:
            return None
        return Escalation(hours=said.after_hours, to=self._targets(said.to, place), severity=said.severity)

    def _digest(self, route: RouteSection) -> Digest | None:
        if route.digest is None:
            return None
        day = WEEKDAYS.index(route.digest_day)
        return Digest(rhythm=route.digest, at=_minutes(route.digest_at), day=day, zone=self.time_zone)

    def _quiet(self) -> Quiet | None:
        hours = self.quiet_hours
        if hours is None:
            return None
        return Quiet(
            start=_minutes(hours.start),
            end=_minutes(hours.end),
            days=frozenset(map(WEEKDAYS.index, hours.days)),
            zone=self.time_zone,
            unless=hours.unless,
        )


def _name(nth: int, route: RouteSection) -> str:
    return route.name or str(nth + 1)


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
