"""Refs that moved without a webhook: a commit by hand, a pull, a forge that did not tell."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from gitops_assets.core.waking.cadence import Moves, Refs, Runs, due_now, moves
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
        yield from _looks(at_hand, found, {FETCHES: "true"} if watching.remotes else {})
    gone = watches.keys() - {slug for watched in at_hand.fleets for slug in watched.locations}
    at_hand.store.waking.forget_watches(gone)


def _refs(watched: Watched, slugs: Sequence[str]) -> dict[str, Refs]:
    paths = {slug: path for slug in slugs if (path := watched.locations[slug].path) is not None}
    there = remote_stamps(list(paths.values()), PATIENCE) if watched.fleet.watching.remotes else {}
    return {slug: Refs(stamp_of(path, PATIENCE), there.get(path)) for slug, path in paths.items()}


def _looks(at_hand: AtHand, found: Moves, tags: Mapping[str, str]) -> Iterator[dg.RunRequest]:
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for watch in found.moved:
        by_key[watch.run_key or ""].append(watch.slug)
    for key, slugs in by_key.items():
        asked = Asked(job=LOOK.name, run_key=key, slugs=tuple(slugs), tags={**_TAGS, **tags})
        yield from request(at_hand, asked)


_TAGS = {KNOWN_INVENTORY: "true", CAUSE: "refs moved"}
