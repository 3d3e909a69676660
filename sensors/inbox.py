"""What forges sent: a push on the forge makes that repository's partitions fresh."""

from collections.abc import Iterator, Mapping, Sequence

import dagster as dg
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES

from gitops_assets.core.inbox.model import InboxState, Received
from gitops_assets.core.inbox.parsing import Unreadable, read_hook
from gitops_assets.core.inbox.routing import (
    EVERYBODY,
    Addresses,
    Around,
    Known,
    Letter,
    Routing,
    Wake,
    again_after,
    keys_of,
    route,
)
from gitops_assets.core.waking.cadence import quarantined, released
from gitops_assets.jobs.audit import AUDIT, LOOK
from gitops_assets.jobs.discovery import DISCOVER
from resources.auditing import FETCHES, FOLLOWS, KNOWN_INVENTORY
from sensors.at_hand import CAUSE, AtHand, tick

AT_ONCE = 1000
"""Deliveries that one tick looks at; the others wait for the next."""


@dg.sensor(
    jobs=[AUDIT, LOOK, DISCOVER],
    minimum_interval_seconds=1,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Launches a run for repositories that forges told of, one for a burst: `audit` for one, "
    "which brings the fleet's report up to date and tells what changed, `look` where others are at work "
    "too, and `discover` when they say that a repository came or went. Every delivery ends as done, ignored "
    "or given up, with the reason.",
)
def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Answer what waits in the inbox."""
    return tick(context, answer)


def answer(at_hand: AtHand) -> dg.SensorResult:
    """One run for each repository that something was sent about."""
    waiting = at_hand.store.inbox.waiting(AT_ONCE, at_hand.now)
    if not waiting:
        return at_hand.result((), "nothing waits in the inbox")
    if not at_hand.fleets:
        return at_hand.result((), f"{len(waiting)} deliveries wait until an audit was completed")
    letters = list(_letters(at_hand, waiting))
    watches = at_hand.store.waking.watches()
    fleet = Addresses(_known(at_hand))
    alone = frozenset(watch.slug for watch in quarantined(watches.values(), at_hand.now))
    around = Around(fleet=fleet, launched=at_hand.launched(keys_of(letters, fleet)), quarantined=alone)
    routing = route(letters, around)
    _end(at_hand, routing)
    at_hand.store.waking.remember_watches([released(watches[slug]) for slug in routing.released])
    return at_hand.result(_requests(at_hand, routing.wakes), f"{len(letters)} deliveries need no run")


def _letters(at_hand: AtHand, waiting: Sequence[Received]) -> Iterator[Letter]:
    """What the deliveries say; one that breaks its reader waits longer each time, until it is given up."""
    for each in waiting:
        name = f"{each.provider}:{each.delivery}"
        try:
            yield Letter(id=each.id, name=name, received=each.received, hook=read_hook(each))
        except Unreadable as error:
            yield Letter(id=each.id, name=name, received=each.received, hook=None, why=str(error))
        except Exception as error:  # noqa: BLE001 - one delivery must not hold up the others
            _again(at_hand, each, f"{type(error).__name__} while it was read")


def _again(at_hand: AtHand, failed: Received, why: str) -> None:
    wait = again_after(failed.attempts + 1)
    if wait is None:
        at_hand.store.inbox.settle([failed.id], InboxState.DEAD, why, None, at_hand.now)
    else:
        at_hand.store.inbox.again([failed.id], at_hand.now, at_hand.now + wait, why)


def _known(at_hand: AtHand) -> Iterator[Known]:
    states = at_hand.store.states()
    for watched in at_hand.fleets:
        for slug in watched.locations:
            state = states.get(slug)
            yield Known(slug, tuple(remote.url for remote in state.remotes) if state else ())


def _end(at_hand: AtHand, routing: Routing) -> None:
    for end in routing.ends:
        at_hand.store.inbox.settle(end.letters, end.state, end.why, end.run_key, at_hand.now)


def _requests(at_hand: AtHand, wakes: Sequence[Wake]) -> Iterator[dg.RunRequest]:
    job = AUDIT if len(wakes) == 1 and _is_quiet(at_hand.instance) else LOOK
    for wake in wakes:
        if wake.slug == EVERYBODY:
            yield from _discoveries(at_hand, wake)
            continue
        watched = at_hand.fleet_of(wake.slug)
        fetches = wake.fetch and watched is not None and watched.fleet.watching.fetch
        yield dg.RunRequest(
            run_key=wake.run_key,
            job_name=job.name,
            partition_key=wake.slug,
            tags=_tags(wake, {FETCHES: "true"} if fetches else {}) | {KNOWN_INVENTORY: "true"},
        )


def _is_quiet(instance: dg.DagsterInstance) -> bool:
    """Whether no run is at work: then nobody else would have to be rolled up with what was pushed."""
    return not instance.get_runs_count(dg.RunsFilter(statuses=NOT_FINISHED_STATUSES))


def _discoveries(at_hand: AtHand, wake: Wake) -> Iterator[dg.RunRequest]:
    """A run for each fleet; that of the first has the key by which the delivery is known to be answered."""
    for place, watched in enumerate(at_hand.fleets):
        key = f"{wake.run_key}@{place}" if place else wake.run_key
        tags = _tags(wake, {FOLLOWS: watched.run})
        yield dg.RunRequest(run_key=key, job_name=DISCOVER.name, tags=tags)


def _tags(wake: Wake, more: Mapping[str, str]) -> dict[str, str]:
    # What somebody has just pushed comes before what a schedule asked for.
    return {CAUSE: wake.cause, "dagster/priority": "5", **more}
