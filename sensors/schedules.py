"""What fleet.yaml says should happen at some hour; the file moves, so a sensor reads it at every tick."""

from collections.abc import Iterator

import dagster as dg

from gitops_assets.core.waking.cadence import quarantined
from gitops_assets.core.waking.schedules import Due, Runs, decide
from gitops_assets.jobs.audit import AUDIT
from resources.auditing import FETCHES, FOLLOWS
from resources.telling import SCHEDULE
from sensors.asking import Asked, request
from sensors.at_hand import CAUSE, AtHand, Watched, tick


@dg.sensor(
    job=AUDIT,
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Launches `audit` over the repositories of each schedule in fleet.yaml when its hour has "
    "struck. What was missed is caught up once; a run that is at work is not overtaken.",
)
def schedules(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Notice which hour has struck."""
    return tick(context, lambda at_hand: at_hand.result(_requests(at_hand), "nothing is due"))


def _requests(at_hand: AtHand) -> Iterator[dg.RunRequest]:
    watches = at_hand.store.waking.watches().values()
    alone = {each.slug for each in quarantined(watches, at_hand.now)}
    # Of two fleets with one file, the one that was audited last keeps its hours.
    files = {watched.file: watched for watched in reversed(at_hand.fleets)}
    for watched in files.values():
        for due in _due(at_hand, watched):
            yield from _audit(at_hand, watched, due, alone)


def _due(at_hand: AtHand, watched: Watched) -> tuple[Due, ...]:
    timetable = watched.fleet.timetable
    standings = at_hand.store.waking.standings(watched.file)
    if not (timetable or standings):
        return ()
    asked = [each.run_key for each in standings.values() if each.run_key is not None]
    runs = Runs(launched=at_hand.launched(asked), at_work=at_hand.at_work(SCHEDULE))
    decision = decide(watched.file, timetable, standings, runs, at_hand.now)
    at_hand.store.waking.remember_standings(watched.file, decision.remember)
    gone = standings.keys() - {each.name for each in timetable}
    at_hand.store.waking.forget_standings(watched.file, gone)
    at_hand.complaints.extend(decision.waiting)
    return decision.due


def _audit(at_hand: AtHand, watched: Watched, due: Due, alone: set[str]) -> Iterator[dg.RunRequest]:
    schedule = due.schedule
    chosen = schedule.selection.of(watched.locations, watched.fleet.policy)
    slugs = tuple(slug for slug in chosen if slug not in alone)
    if not slugs:
        at_hand.complaints.append(f"{schedule.name} is about no repository of the fleet")
    tags = {FOLLOWS: watched.run, SCHEDULE: schedule.name, CAUSE: f"schedule {schedule.name}"}
    tags |= {FETCHES: "true"} if schedule.fetch else {}
    yield from request(at_hand, Asked(job=AUDIT.name, run_key=due.run_key, slugs=slugs, tags=tags))
