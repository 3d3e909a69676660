"""How runs ended: failures and recoveries become events, repositories that crash runs are left alone."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import dagster as dg

from gitops_assets.core.text import display
from gitops_assets.core.waking.cadence import Watching
from gitops_assets.core.waking.outcomes import NOBODY, Ended, outcome
from sensors.at_hand import AtHand, tick

AT_ONCE = 200
OVERLAP = 60.0
"""Seconds before the cursor from which ends are read again: they become visible a little out of order."""

LONGEST = 300
_ENDS = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE]
_PARTITION = "dagster/partition"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Until when ends were told, which of the last minute's, and what fails."""

    until: float
    told: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str | None, now: float) -> "Cursor":
        """The cursor that a sensor kept; a new one tells nothing of what ended before it."""
        try:
            kept = json.loads(text or "")
            return cls(float(kept["until"]), tuple(kept["told"]), tuple(kept["failing"]))
        except (ValueError, KeyError, TypeError):
            return cls(now)

    @property
    def text(self) -> str:
        """As the sensor keeps it."""
        return json.dumps({"until": self.until, "told": self.told, "failing": self.failing})


@dg.sensor(
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells of runs that failed and of those that are well again, and puts repositories whose "
    "runs fail several times in a row into quarantine.",
)
def run_outcome(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Notice how runs ended."""
    return tick(context, lambda at_hand: _tell(at_hand, Cursor.of(context.cursor, at_hand.now)))


def _tell(at_hand: AtHand, cursor: Cursor) -> dg.SensorResult:
    records = _records(at_hand, cursor)
    fresh = [each for each in records if each.dagster_run.run_id not in cursor.told]
    ended = [_ended(at_hand, each) for each in fresh]
    watches = at_hand.store.waking.watches(sorted({each.slug for each in ended if each.slug}))
    found = outcome(ended, watches, cursor.failing)
    at_hand.store.outbox.add(found.events)
    at_hand.store.waking.remember_watches(found.watches)
    until = max([cursor.until, *(each.update_timestamp.timestamp() for each in fresh)])
    recent = [each for each in records if each.update_timestamp.timestamp() > until - OVERLAP]
    told = tuple(each.dagster_run.run_id for each in recent)
    kept = Cursor(until, told, tuple(sorted(found.failing)))
    return at_hand.result((), f"{len(fresh)} runs ended", cursor=kept.text)


def _records(at_hand: AtHand, cursor: Cursor) -> Sequence[dg.RunRecord]:
    since = datetime.fromtimestamp(cursor.until - OVERLAP, UTC)
    return at_hand.instance.get_run_records(
        dg.RunsFilter(statuses=_ENDS, updated_after=since),
        limit=AT_ONCE + len(cursor.told),
        order_by="update_timestamp",
        ascending=True,
    )


def _ended(at_hand: AtHand, record: dg.RunRecord) -> Ended:
    run = record.dagster_run
    slug = run.tags.get(_PARTITION, "")
    watched = at_hand.fleet_of(slug) if slug else None
    failed = run.status is dg.DagsterRunStatus.FAILURE
    return Ended(
        run=run.run_id,
        job=run.job_name,
        at=int(record.end_time or at_hand.now),
        slug=slug,
        failed=next(_reasons(at_hand, run.run_id), "it ended without a word") if failed else None,
        watching=watched.fleet.watching.plain if watched else Watching(),
        profile=watched.fleet.policy.profile(slug) if watched else NOBODY,
    )


def _reasons(at_hand: AtHand, run_id: str) -> Iterator[str]:
    """The kinds of errors that ended a run: what they say may quote what nobody should be sent."""
    kinds = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE}
    for entry in at_hand.instance.all_logs(run_id, of_type=kinds):
        event = entry.dagster_event
        if event is not None and event.is_step_failure and (error := event.step_failure_data.error):
            cause = error.cause or error
            yield display(f"{event.step_key}: {cause.cls_name or 'an error'}")[:LONGEST]
        elif event is not None and event.message:
            yield display(event.message.splitlines()[0])[:LONGEST]
