"""Repositories that came or went: a new clone is a partition by itself, a deleted one retires."""

import os
from collections.abc import Iterator

import dagster as dg

from gitops_assets.core.waking.comings import difference
from gitops_assets.jobs.discovery import DISCOVER
from resources.auditing import FOLLOWS, KNOWN_INVENTORY
from resources.git.discovery import BadRoot, discover
from sensors.at_hand import CAUSE, AtHand, Watched, tick


@dg.sensor(
    job=DISCOVER,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Searches the folders of each fleet and launches `discover` when a repository came or went. "
    "The first look at a new one follows by itself.",
)
def fleet_discovery(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Notice who came and who went."""
    return tick(context, lambda at_hand: at_hand.result(_requests(at_hand), "the fleets are as they were"))


def _requests(at_hand: AtHand) -> Iterator[dg.RunRequest]:
    for watched in at_hand.fleets:
        try:
            found = _found(watched)
        except BadRoot as error:
            at_hand.complaints.append(str(error))
            continue
        lie = {each.path for each in watched.locations.values() if each.path is not None}
        change = difference(found, lie)
        if change:
            tags = {FOLLOWS: watched.run, KNOWN_INVENTORY: "true", CAUSE: change.words}
            yield dg.RunRequest(run_key=change.key(watched.row.id), tags=tags)


def _found(watched: Watched) -> set[bytes]:
    roots = [os.fsencode(root) for root in watched.row.roots]
    return {each.path for each in discover(roots, ignore=watched.fleet.ignore).found}
