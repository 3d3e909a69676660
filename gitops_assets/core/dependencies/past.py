"""Which moments of the past are looked at, and which commit a repository stood at then."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

MOMENTS = 10_000
"""Most moments of one backfill; a longer one is a mistake."""


class Every(StrEnum):
    """How far apart the moments are."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Past:
    """One commit of a branch's own line, and when it was committed (epoch seconds)."""

    commit: str
    committed: int


def moments(since: int, until: int, every: Every) -> list[int]:
    """From ``since`` on, the moments before ``until`` that are a day, a week or a calendar month apart.

    Raises ``ValueError`` for more than :data:`MOMENTS`.
    """
    found: list[int] = []
    while (moment := _later(since, len(found), every)) < until:
        if len(found) == MOMENTS:
            raise ValueError(f"these are more than {MOMENTS:,} moments, a {every} apart")
        found.append(moment)
    return found


def commits_at(line: Sequence[Past], wanted: Sequence[int]) -> list[tuple[int, str]]:
    """For each moment the commit that was the newest then; a moment before the first commit has none.

    ``line`` is a first-parent history, newest first. Dates may go back and forth along it: what was committed
    "before" its parent counts as no earlier than the parent.
    """
    oldest_first = list(reversed(line))
    times: list[int] = []
    for each in oldest_first:
        times.append(max(each.committed, times[-1] if times else each.committed))
    places = ((moment, bisect_right(times, moment)) for moment in wanted)
    return [(moment, oldest_first[place - 1].commit) for moment, place in places if place]


def _later(since: int, steps: int, every: Every) -> int:
    begun = datetime.fromtimestamp(since, UTC)
    if every is not Every.MONTH:
        return int((begun + timedelta(days=steps * (7 if every is Every.WEEK else 1))).timestamp())
    year, month = divmod(begun.year * 12 + begun.month - 1 + steps, 12)
    for day in range(begun.day, 27, -1):  # a month that is too short ends earlier
        try:
            return int(begun.replace(year=year, month=month + 1, day=day).timestamp())
        except ValueError:
            continue
    return int(begun.replace(year=year, month=month + 1, day=min(begun.day, 28)).timestamp())
