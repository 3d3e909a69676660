"""Sets of versions as intervals between cuts, with the rule for pre-releases that npm and its kin have.

A cut lies just before or just after a key, so that open and closed ends need no flag. Keys are tuples whose
order is that of the versions; a key that no version has may mark a cut all the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import Any

Key = tuple[Any, ...]
Cut = tuple[Key, int]

BOTTOM: Cut = ((), 0)
TOP: Cut = ((inf,), 0)

RELEASE = (1,)
"""The last part of a semantic version's key (major, minor, patch, this) where it is no pre-release."""
FIRST_PRE = (0,)
"""The same part of a cut before every pre-release of the version."""


def before(key: Key) -> Cut:
    """The cut just below a version."""
    return key, -1


def after(key: Key) -> Cut:
    """The cut just above a version."""
    return key, 1


@dataclass(frozen=True, slots=True)
class Version:
    """One version; ``text`` is how its ecosystem writes it. ``pre`` is its release where it is none."""

    key: Key
    text: str
    pre: Key | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """The versions between two cuts.

    ``admits`` None lets every pre-release in; a set only those of its releases (major, minor, patch), as npm
    does. Only semantic versions, whose releases are discrete, have a set.
    """

    low: Cut = BOTTOM
    high: Cut = TOP
    admits: frozenset[Key] | None = None

    def __contains__(self, version: Version) -> bool:
        inside = self.low < (version.key, 0) < self.high
        return inside and (version.pre is None or self.admits is None or version.pre in self.admits)

    def __and__(self, other: "Interval") -> "Interval":
        return Interval(
            max(self.low, other.low), min(self.high, other.high), _both(self.admits, other.admits)
        )

    @property
    def empty(self) -> bool:
        """Whether no version can be in it."""
        if self.low >= self.high:
            return True
        if self.admits is None:
            return False
        return (_first_release(self.low), 0) >= self.high and not any(map(self._reaches, self.admits))

    def _reaches(self, release: Key) -> bool:
        low, high = before((*release, FIRST_PRE)), before((*release, RELEASE))
        return max(self.low, low) < min(self.high, high)


@dataclass(frozen=True, slots=True)
class Ranges:
    """A set of versions. Build it with :func:`ranges`, which keeps it in order and without empty parts."""

    intervals: tuple[Interval, ...]

    def __contains__(self, version: Version) -> bool:
        return any(version in interval for interval in self.intervals)

    def __and__(self, other: "Ranges") -> "Ranges":
        return ranges(mine & yours for mine in self.intervals for yours in other.intervals)

    @property
    def empty(self) -> bool:
        """Whether no version can be in it."""
        return not self.intervals

    def spans(self, version: Version) -> bool:
        """Whether it is between two ends, pre-release or not."""
        return any(each.low < (version.key, 0) < each.high for each in self.intervals)

    def within(self, other: "Ranges") -> bool:
        """Whether nothing of this lies outside of the other's intervals, pre-releases or not."""
        left = list(self.intervals)
        for taken in other.intervals:
            left = [part for each in left for part in _without(each, taken)]
        return all(part.empty for part in left)


def ranges(intervals: Iterable[Interval]) -> Ranges:
    """The set of all versions in any of the intervals."""
    merged: list[Interval] = []
    for each in sorted((each for each in intervals if not each.empty), key=_order):
        last = merged[-1] if merged else None
        if last is not None and last.admits == each.admits and each.low <= last.high:
            merged[-1] = replace(last, high=max(last.high, each.high))
        else:
            merged.append(each)
    return Ranges(tuple(merged))


EVERYTHING = Ranges((Interval(),))


def _order(interval: Interval) -> tuple[Any, ...]:
    admits = interval.admits
    return admits is not None, sorted(admits or ()), interval.low, interval.high


def _both(left: frozenset[Key] | None, right: frozenset[Key] | None) -> frozenset[Key] | None:
    if left is None or right is None:
        return right if left is None else left
    return left & right


def _first_release(low: Cut) -> Key:
    key, side = low
    if not key:
        return 0, 0, 0, RELEASE
    if key == TOP[0]:
        return key
    major, minor, patch, kind = key
    return major, minor, patch + (kind == RELEASE and side > 0), RELEASE


def _without(each: Interval, taken: Interval) -> Iterator[Interval]:
    yield replace(each, high=min(each.high, taken.low))
    yield replace(each, low=max(each.low, taken.high))
