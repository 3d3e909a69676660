"""Refs that moved without a webhook: a commit by hand, a pull, a forge that did not tell."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import dagster as dg

from gitops_assets.core.waking.cadence import Moves, Refs, Runs, Watch, Watching, due_now, moves
from gitops_assets.jobs.audit import LOOK
from resources.auditing import FETCHES, KNOWN_INVENTORY
from resources.git.moves import remote_stamps, stamp_of
from sensors.asking import Asked, request
from sensors.at_hand import CAUSE, AtHand, Watched, tick

AT_ONCE = 2000
"""Repositories that one tick looks after; each costs the reading of a few small files."""

REMOTES_AT_ONCE = 24
"""Remotes that one tick asks: each is waited for."""

PATIENCE = 10.0
"""Seconds that one remote is waited for."""


@dg.sensor(
    job=LOOK,
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Looks after each repository's refs, those that move often more often, and launches `look` "
    "where they moved, where nobody looked yet, and again where the last run failed. Repositories that fail "
    "several times in a row are left alone for a while.",
)
def repository_moves(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Notice what moved."""
    return tick(context, lambda at_hand: at_hand.result(_requests(at_hand), "nothing moved"))


def _requests(at_hand: AtHand) -> Iterator[dg.RunRequest]:
    watches = at_hand.store.waking.watches()
    runs = Runs(looked_at=at_hand.store.states().keys(), launched=at_hand.launched)
    for watched in at_hand.fleets:
        watching = watched.fleet.watching.plain
        due = due_now(watched.present, watches, at_hand.now)
        refs = _refs(watched, due[: REMOTES_AT_ONCE if watching.remotes else AT_ONCE])
        found = moves(refs, watches, watching, runs, at_hand.now)
        at_hand.store.waking.remember_watches(found.remember)
        yield from _looks(at_hand, found, watching)
    gone = watches.keys() - {slug for watched in at_hand.fleets for slug in watched.locations}
    at_hand.store.waking.forget_watches(gone)


def _refs(watched: Watched, slugs: Sequence[str]) -> dict[str, Refs]:
    paths = {slug: path for slug in slugs if (path := watched.locations[slug].path) is not None}
    there = remote_stamps(list(paths.values()), PATIENCE) if watched.fleet.watching.remotes else {}
    return {slug: Refs(stamp_of(path, PATIENCE), there.get(path)) for slug, path in paths.items()}


def _looks(at_hand: AtHand, found: Moves, watching: Watching) -> Iterator[dg.RunRequest]:
    by_key: defaultdict[str, list[Watch]] = defaultdict(list)
    for watch in found.moved:
        by_key[watch.run_key or ""].append(watch)
    for key, watches in by_key.items():
        # What failed may have been asked for by a push, which nobody fetched then.
        fetches = watching.remotes or (watching.fetch and any(each.crashed for each in watches))
        tags = {**_TAGS, FETCHES: "true"} if fetches else _TAGS
        slugs = tuple(each.slug for each in watches)
        yield from request(at_hand, Asked(job=LOOK.name, run_key=key, slugs=slugs, tags=tags))


_TAGS = {KNOWN_INVENTORY: "true", CAUSE: "refs moved"}
