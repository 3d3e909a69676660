"""RubyGems: ``~>`` lets the last number grow; letters make a pre-release.

Source: [Gem::Version](https://docs.ruby-lang.org/en/master/Gem/Version.html).
"""

import re
from functools import lru_cache
from itertools import dropwhile, zip_longest

from gitops_assets.core.dependencies.versions.intervals import (
    BOTTOM,
    TOP,
    Cut,
    Interval,
    Key,
    Ranges,
    Version,
    after,
    before,
    ranges,
)
from gitops_assets.core.dependencies.versions.model import LONGEST, Constraint, Scheme, all_known, all_of
from gitops_assets.core.dependencies.versions.padded import Padded

_VERSION = re.compile(r"[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?")
_SEGMENT = re.compile(r"[0-9]{1,300}|[a-zA-Z]+")
_WORD = re.compile(r"\s*(>=|<=|!=|~>|>|<|=)?\s*([^\s<>=~!]+)\s*")

Segment = int | str


class _Gem(Padded):
    __slots__ = ()

    def against(self, other: Padded) -> int:
        """Numbers by value, letters before numbers, zeros where one has no more."""
        for mine, yours in zip_longest(map(_rank, self.parts), map(_rank, other.parts), fillvalue=_rank(0)):
            if mine != yours:
                return -1 if mine < yours else 1
        return 0


def _rank(segment: Segment) -> tuple[int, int, str]:
    return (1, segment, "") if isinstance(segment, int) else (0, 0, segment)


@lru_cache(maxsize=65_536)
def version(text: str) -> Version | None:
    """A version of any number of segments."""
    segments = _segments(text.strip())
    return Version(_key(segments), text.strip()) if segments else None


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """Requirements that are joined by commas."""
    if len(text) > LONGEST:
        return None
    known = all_known(_one(word) for word in text.split(","))
    return all_of(known) if known else None


def _one(word: str) -> Constraint | None:
    match = _WORD.fullmatch(word)
    given = version(match[2]) if match else None
    if not match or given is None:
        return None
    operator = match[1] or "="
    named = (given,) if operator in {"=", ">=", "~>"} else ()
    return Constraint(_ranges(operator, given), named, given if operator == "=" else None)


def _ranges(operator: str, given: Version) -> Ranges:
    at, beyond = before(given.key), after(given.key)
    if operator == "!=":
        return ranges((Interval(high=at), Interval(low=beyond)))
    spans = {
        "=": (at, beyond),
        ">": (beyond, TOP),
        ">=": (at, TOP),
        "<": (BOTTOM, at),
        "<=": (BOTTOM, beyond),
        "~>": (at, _bumped(given.text)),
    }
    return ranges((Interval(*spans[operator]),))


def _bumped(text: str) -> Cut:
    """Before all versions of the next release: the last number goes, the one before it grows."""
    segments = _segments(text)
    first = next((nth for nth, each in enumerate(segments) if isinstance(each, str)), len(segments))
    numbers = [each for each in segments[:first] if isinstance(each, int)]
    kept = numbers[:-1] if len(numbers) > 1 else numbers
    return before(_key((*kept[:-1], kept[-1] + 1, "")))


def _segments(text: str) -> tuple[Segment, ...]:
    if len(text) > LONGEST or not _VERSION.fullmatch(text):
        return ()
    found = _SEGMENT.findall(text.replace("-", ".pre."))
    return tuple(int(each) if each.isdigit() else each for each in found)


def _key(segments: tuple[Segment, ...]) -> Key:
    """Without the zeros at the end of the numbers and at the end of all, which say nothing."""
    first = next((nth for nth, each in enumerate(segments) if isinstance(each, str)), len(segments))
    return 0, _Gem((*_stripped(segments[:first]), *_stripped(segments[first:])))


def _stripped(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    return tuple(dropwhile(lambda each: each == 0, reversed(segments)))[::-1]


SCHEME = Scheme(
    id="gem",
    version=version,
    constraint=constraint,
    styles=(("~>", "~> {cut}"), (">", ">= {v}"), ("", "~> {v}")),
)
