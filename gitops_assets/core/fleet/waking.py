"""The sections of fleet.yaml about what wakes the fleet: schedules, and watching for moves."""

from collections.abc import Callable, Mapping
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from gitops_assets.core.fleet.section import Section
from gitops_assets.core.fleet.words import Flag, Glob, Text, problem
from gitops_assets.core.waking.cadence import Watching
from gitops_assets.core.waking.schedules import Schedule, Selection
from gitops_assets.core.waking.ticks import Timing, cron_problem, daily, monthly, weekly

USUAL = Watching()
_KINDS = ("cron", "daily", "weekly", "monthly")
_WORDS: Mapping[str, Callable[[str], str]] = {"daily": daily, "weekly": weekly, "monthly": monthly}


def _check_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise problem("no time zone has this name", "write one such as Europe/Berlin, or UTC") from None
    return value


def _check_cron(value: str) -> str:
    if found := cron_problem(value):
        raise problem(found, "write five fields such as '30 2 * * *', or use daily, weekly or monthly")
    return value


def _check_words(kind: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        try:
            _WORDS[kind](value)
        except ValueError as error:
            raise problem(f"this is no time for {kind}", str(error)) from None
        return value

    return check


TimeZone = Annotated[Text, AfterValidator(_check_zone)]


class ScheduleSection(Section):
    """When some repositories are looked at again, and who hears of it. Exactly one of the first four keys."""

    cron: Annotated[Text, AfterValidator(_check_cron)] | None = None
    """A cron expression of five fields."""
    daily: Annotated[Text, AfterValidator(_check_words("daily"))] | None = None
    """Every day at that time: '02:30'."""
    weekly: Annotated[Text, AfterValidator(_check_words("weekly"))] | None = None
    """Every week on that day: 'monday 06:00'."""
    monthly: Annotated[Text, AfterValidator(_check_words("monthly"))] | None = None
    """Every month on that day, 1 to 28 or last: '1 06:00'."""
    time_zone: TimeZone = "UTC"
    """Whose clocks are meant, also when they are put forward or back."""
    repositories: tuple[Glob, ...] = ()
    """Only these, as patterns over slugs. Without this, tags and owners all repositories."""
    tags: tuple[Text, ...] = ()
    """Only those with one of these tags."""
    owners: tuple[Text, ...] = ()
    """Only those that one of these answers for."""
    fetch: Flag = False
    """Whether their remotes are asked first; without it nothing leaves this machine."""
    compare_previous: Flag = True
    """Whether what changed since the audit before is told to others; without it only that it was made."""
    notify: tuple[Text, ...] = ()
    """Channels that hear of its audits, besides those that routes lead to."""

    @model_validator(mode="after")
    def _has_one_time(self) -> "ScheduleSection":
        said = [kind for kind in _KINDS if getattr(self, kind) is not None]
        if len(said) != 1:
            what = "nothing says when" if not said else f"{' and '.join(said)} say different times"
            raise problem(what, f"write exactly one of these keys: {', '.join(_KINDS)}")
        return self

    @property
    def expression(self) -> str:
        """Its time as a cron expression."""
        if self.cron is not None:
            return self.cron
        return next(make(text) for kind, make in _WORDS.items() if (text := getattr(self, kind)) is not None)

    def named(self, name: str) -> Schedule:
        """The schedule as a plain value."""
        return Schedule(
            name=name,
            timing=Timing(self.expression, self.time_zone),
            selection=Selection(repositories=self.repositories, tags=self.tags, owners=self.owners),
            fetch=self.fetch,
            compare=self.compare_previous,
            notify=self.notify,
        )


class WatchingSection(Section):
    """How a fleet is watched between audits, while `gitops-assets dev` runs or its daemon does."""

    fetch: Flag = USUAL.fetch
    """Whether a repository is fetched when its forge says that it moved."""
    remotes: Flag = USUAL.remotes
    """Whether remotes are asked (ls-remote) for moves that no webhook told of."""
    least_seconds: Annotated[int, Field(strict=True, ge=1, le=86_400)] = USUAL.least
    """How soon a repository that just moved is looked after again."""
    most_seconds: Annotated[int, Field(strict=True, ge=1, le=31_536_000)] = USUAL.most
    """How long one that has not moved for long is left alone."""
    crashes: Annotated[int, Field(strict=True, ge=1, le=100)] = USUAL.crashes
    """After how many failed runs in a row a repository is put into quarantine."""
    quarantine_hours: Annotated[int, Field(strict=True, ge=1, le=8_760)] = USUAL.quarantine // 3600
    """For how long; a push ends it sooner."""

    @model_validator(mode="after")
    def _is_ordered(self) -> "WatchingSection":
        if self.least_seconds > self.most_seconds:
            raise problem("least_seconds is more than most_seconds", "write the smaller number first")
        return self

    @property
    def plain(self) -> Watching:
        """The same without pydantic."""
        return Watching(
            fetch=self.fetch,
            remotes=self.remotes,
            least=self.least_seconds,
            most=self.most_seconds,
            crashes=self.crashes,
            quarantine=self.quarantine_hours * 3600,
        )
