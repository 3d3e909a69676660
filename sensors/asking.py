"""Asking for a run over some repositories: one partition, or a stretch of neighbours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import dagster as dg

from resources.registration import NAME, Registration, in_one_range
from sensors.at_hand import AtHand

RANGE = "dagster/asset_partition_range_start"
"""The tag by which runs over a stretch are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A run of a job over some repositories."""

    job: str
    run_key: str
    slugs: tuple[str, ...]
    tags: Mapping[str, str] = field(default_factory=dict)


def request(at_hand: AtHand, asked: Asked) -> Iterator[dg.RunRequest]:
    """The run, or nothing while it has to wait.

    A run names a stretch of partitions, not a set. Those that stand in between are moved, which would pull
    the stretch from under a run at work: then it waits, and whoever asked asks again.
    """
    slugs = tuple(slug for slug in asked.slugs if slug in at_hand.partitions)
    if len(slugs) == 1:
        yield dg.RunRequest(
            run_key=asked.run_key, job_name=asked.job, partition_key=slugs[0], tags=dict(asked.tags)
        )
    elif slugs and (stretch := _stretch(at_hand, slugs)):
        tags = {**asked.tags, **Registration(stretch).range_tags}
        yield dg.RunRequest(run_key=asked.run_key, job_name=asked.job, tags=tags)


def stands_together(order: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether the wanted ones follow each other without a gap."""
    places = sorted(order.index(slug) for slug in wanted)
    return places[-1] - places[0] + 1 == len(places)


def _stretch(at_hand: AtHand, slugs: Sequence[str]) -> tuple[str, ...]:
    order = at_hand.instance.get_dynamic_partitions(NAME)
    if at_hand.at_work(RANGE) and not stands_together(order, slugs):
        at_hand.complaints.append("a run over many repositories is at work: the next one waits for it")
        return ()
    return in_one_range(at_hand.instance, slugs, ())
