"""Helm: npm's operators, a comma or a space joins, ``!=``; pre-releases where every comparator names one.

Source: [Masterminds/semver](https://github.com/Masterminds/semver#checking-version-constraints).
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce
from operator import and_

from gitops_assets.core.dependencies.versions import npm, semver
from gitops_assets.core.dependencies.versions.intervals import Interval, Ranges, ranges
from gitops_assets.core.dependencies.versions.model import LONGEST, Constraint, Scheme
from gitops_assets.core.dependencies.versions.semver import Comparator

_LOOSE = re.compile(r"([<>=~^!])\s+")
_WORD = re.compile(r"(>=|=>|<=|=<|!=|>|<|=|\^|~>|~)?v?([^<>=~^!]+)")
_ALIASES = {"=>": ">=", "=<": "<=", "~>": "~"}


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """A version range as Chart.yaml has it."""
    if len(text) > LONGEST:
        return None
    sets = [_comparators(part) for part in text.split("||")]
    known = [each for each in sets if each is not None]
    if len(known) < len(sets):
        return None
    named = tuple(dict.fromkeys(version for each in known for version in semver.named(each)))
    pin = named[0] if len(named) == 1 and all(map(semver.is_pin, known)) else None
    return Constraint(ranges(part for each in known for part in _all(each).intervals), named, pin)


def _comparators(text: str) -> list[Comparator] | None:
    words = text.split()
    if "-" in words:
        return npm.hyphen(words)
    found = [_comparator(word) for word in _LOOSE.sub(r"\1", text).replace(",", " ").split()]
    known = [each for each in found if each is not None]
    return known if found and len(known) == len(found) else None


def _comparator(word: str) -> Comparator | None:
    match = _WORD.fullmatch(word)
    given = semver.partial(match[2], short_pre=True) if match else None
    if not match or given is None:
        return None
    operator = match[1] or ""
    return Comparator(_ALIASES.get(operator, operator), given)


def _all(comparators: Sequence[Comparator]) -> Ranges:
    return reduce(and_, (ranges(_intervals(each)) for each in comparators))


def _intervals(each: Comparator) -> Iterator[Interval]:
    admits = frozenset[tuple[int, ...]]() if each.partial.release is None else None
    if each.operator != "!=":
        yield Interval(*each.span, admits)
        return
    low, high = semver.span("=", each.partial)
    yield Interval(high=low, admits=admits)
    yield Interval(low=high, admits=admits)


SCHEME = Scheme(
    id="helm",
    version=semver.version,
    constraint=constraint,
    styles=(("~", "~{v}"), ("^", "^{v}"), (">", ">={v}"), ("", "^{v}")),
)
