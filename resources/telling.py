"""What a completed audit changed, put into the outbox: by its own run, and by whoever catches up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gitops_assets.core.events.model import Event, EventKind, Value
from gitops_assets.core.events.transitions import told_with, transitions
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.report import Report
from gitops_assets.core.waking.schedules import Schedule
from resources.store.store import Store

SCHEDULE = "gitops-assets/schedule"
"""Run tag: the schedule that asked for the run."""


def tell(store: Store, report: Report, fleet: Fleet | None, tags: Mapping[str, str]) -> int:
    """Put what the audit changed into the outbox; how many events are new. Telling twice changes nothing.

    ``fleet`` is None where its file cannot be read now, ``tags`` are those of the audit's run.
    """
    found = transitions(report, fleet.notifications.score_thresholds) if fleet else transitions(report)
    return store.outbox.add(for_schedule(found, schedule_of(fleet, tags)))


def is_told(store: Store, audit: int) -> bool:
    """Whether the events of that audit are in the outbox: they come together or not at all."""
    return bool(store.outbox.known([told_with(audit)]))


def for_schedule(events: Sequence[Event], schedule: Schedule | None) -> list[Event]:
    """The events as a schedule wants them told: without comparison only that it was made."""
    if schedule is None:
        return list(events)
    done = EventKind.AUDIT_COMPLETED
    kept = [each for each in events if schedule.compare or each.kind is done]
    said: dict[str, Value] = {"schedule": schedule.name, "notify": list(schedule.notify)}
    return [replace(each, details={**each.details, **said}) if each.kind is done else each for each in kept]


def schedule_of(fleet: Fleet | None, tags: Mapping[str, str]) -> Schedule | None:
    """The schedule that asked for a run with these tags, if it still stands in the fleet's file."""
    name = tags.get(SCHEDULE)
    return next((each for each in fleet.timetable if each.name == name), None) if fleet and name else None
