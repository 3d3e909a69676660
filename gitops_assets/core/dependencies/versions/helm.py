"""Helm: npm's operators, a comma or a space joins, ``!=``; pre-releases where every comparator names one.

Source: [Masterminds/semver](https://github.com/Masterminds/semver#checking-version-constraints).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from gitops_assets.core.dependencies.versions import npm, semver
from gitops_assets.core.dependencies.versions.intervals import Interval, ranges
from gitops_assets.core.dependencies.versions.model import (
    LONGEST,
    Constraint,
    Scheme,
    all_known,
    all_of,
    any_of,
)
from gitops_assets.core.dependencies.versions.semver import Comparator

_LOOSE = re.compile(r"([<>=~^!])\s+")
_WORD = re.compile(r"(>=|=>|<=|=<|!=|>|<|=|\^|~>|~)?v?([^<>=~^!]+)")
_ALIASES = {"=>": ">=", "=<": "<=", "~>": "~"}


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """A version range as Chart.yaml has it."""
    if len(text) > LONGEST:
        return None
    sets = all_known(_joined(part) for part in text.split("||"))
    return any_of(sets) if sets else None


def _joined(text: str) -> Constraint | None:
    words = text.split()
    alone = _LOOSE.sub(r"\1", text).replace(",", " ").split()
    found = npm.hyphen(words) if "-" in words else all_known(map(_comparator, alone))
    return all_of([_meaning(each) for each in found]) if found else None


def _comparator(word: str) -> Comparator | None:
    match = _WORD.fullmatch(word)
    given = semver.partial(match[2], short_pre=True) if match else None
    if not match or given is None:
        return None
    operator = match[1] or ""
    return Comparator(_ALIASES.get(operator, operator), given)


def _meaning(each: Comparator) -> Constraint:
    named = semver.named((each,))
    return Constraint(ranges(_intervals(each)), named, named[0] if semver.is_pin((each,)) else None)


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
