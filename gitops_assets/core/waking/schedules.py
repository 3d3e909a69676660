"""Schedules: when which repositories are looked at, and what is due now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gitops_assets.core.fleet.globs import covers
from gitops_assets.core.fleet.policy import Policy
from gitops_assets.core.waking.ticks import Timing

LATE = 60
"""Seconds after which a stroke is late: nobody was awake at its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which repositories: those that fit in every respect in which something is said."""

    repositories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    def of(self, slugs: Iterable[str], policy: Policy) -> tuple[str, ...]:
        """The chosen ones of these, in their order; all when nothing is said."""
        return tuple(slug for slug in slugs if self._fits(slug, policy))

    def _fits(self, slug: str, policy: Policy) -> bool:
        profile = policy.profile(slug) if self.tags or self.owners else None
        return (
            (not self.repositories or any(covers(glob, slug) for glob in self.repositories))
            and (not self.tags or profile is None or not set(self.tags).isdisjoint(profile.tags))
            and (not self.owners or profile is None or profile.owner in self.owners)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One schedule of a fleet.

    ``compare`` tells what changed since the audit before; ``notify`` names the channels that hear of its
    runs. ``fetch`` asks the remotes first.
    """

    name: str
    timing: Timing
    selection: Selection = field(default_factory=Selection)
    fetch: bool = False
    compare: bool = True
    notify: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a schedule has come: every stroke up to ``answered`` is.

    ``asked`` is the stroke for which a run was asked under ``run_key``, None when that is settled.
    """

    answered: int
    asked: int | None = None
    run_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A run to ask for: of which schedule, for which stroke; ``late`` says how many seconds ago that was."""

    schedule: Schedule
    stroke: int
    run_key: str
    late: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What to ask for now, what to remember (by schedule), and for people why the others wait."""

    due: tuple[Due, ...]
    remember: Mapping[str, Standing]
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The keys under which runs were launched, and the schedules for which one is at work."""

    launched: Collection[str] = ()
    at_work: Collection[str] = ()


def decide(
    fleet: str, schedules: Sequence[Schedule], standings: Mapping[str, Standing], runs: Runs, now: int
) -> Decision:
    """What is due now.

    A schedule that was never seen begins now. Strokes that were missed are answered by one run, and so are
    those that come while a run of the same schedule is at work, when it is done. A run that was asked for and
    never launched, because somebody was killed in between, is asked for again under the same key.
    """
    due: list[Due] = []
    remember: dict[str, Standing] = {}
    waiting: list[str] = []
    for schedule in schedules:
        before = standings.get(schedule.name) or Standing(answered=now)
        after = _settled(before, runs)
        if after.asked is None and schedule.name in runs.at_work:
            waiting.append(f"{schedule.name} is at work")
        else:
            after = _asked(fleet, schedule, after, now)
        if after.asked is not None and after.run_key is not None:
            late = max(0, now - after.asked)
            due.append(Due(schedule=schedule, stroke=after.asked, run_key=after.run_key, late=late))
        if after != standings.get(schedule.name):
            remember[schedule.name] = after
    return Decision(tuple(due), remember, tuple(waiting))


def by_hand(fleet: str, name: str, standing: Standing | None, now: int) -> Standing:
    """A schedule's standing after somebody asked for a run now; its strokes stay as they were."""
    before = standing or Standing(answered=now)
    return Standing(answered=before.answered, asked=now, run_key=f"{fleet}:{name}:{now}:by-hand")


def _settled(standing: Standing, runs: Runs) -> Standing:
    if standing.asked is None or standing.run_key not in runs.launched:
        return standing
    return Standing(answered=standing.answered)


def _asked(fleet: str, schedule: Schedule, standing: Standing, now: int) -> Standing:
    if standing.asked is not None:
        return standing
    stroke = schedule.timing.first(standing.answered)
    if stroke is None or stroke > now:
        return standing
    # Up to now: whatever else struck meanwhile is answered with it.
    return Standing(answered=now, asked=stroke, run_key=f"{fleet}:{schedule.name}:{stroke}")
