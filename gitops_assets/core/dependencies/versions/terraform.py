"""Terraform: ``~>`` lets the last number grow, a bare version is exact; pre-releases where each says so.

Source: [Version constraints](https://developer.hashicorp.com/terraform/language/expressions/version-constraints).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from gitops_assets.core.dependencies.versions import semver
from gitops_assets.core.dependencies.versions.intervals import (
    FIRST_PRE,
    TOP,
    Interval,
    Version,
    after,
    before,
    ranges,
)
from gitops_assets.core.dependencies.versions.model import LONGEST, Constraint, Scheme, all_known, all_of
from gitops_assets.core.dependencies.versions.semver import Comparator, Partial

_WORD = re.compile(r"\s*(>=|<=|!=|>|<|=|~>)?\s*v?([^\s<>=~!]+)\s*")
_WHOLE = 3


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """Constraints as ``version`` and ``required_version`` have them, joined by commas."""
    if len(text) > LONGEST:
        return None
    known = all_known(_comparator(word) for word in text.split(","))
    return all_of([_meaning(each) for each in known]) if known else None


def version(text: str) -> Version | None:
    """A version of up to three numbers."""
    given = semver.partial(text.strip().removeprefix("v"))
    return semver.written(given.floor) if given and given.parts else None


def _comparator(word: str) -> Comparator | None:
    match = _WORD.fullmatch(word)
    given = semver.partial(match[2]) if match and not set(match[2].partition("-")[0]) & set("xX*") else None
    return Comparator(match[1] or "", given) if match and given else None


def _meaning(each: Comparator) -> Constraint:
    floor = semver.written(each.partial.floor)
    named = (floor,) if each.operator in {"", "=", ">=", "~>"} else ()
    return Constraint(ranges(_intervals(each)), named, floor if each.operator in {"", "="} else None)


def _intervals(each: Comparator) -> Iterator[Interval]:
    given, floor = each.partial, each.partial.floor
    admits = frozenset({given.release} if given.release else ())
    match each.operator:
        case "!=":
            yield Interval(high=before(floor))
            yield Interval(low=after(floor))
        case "~>":
            yield from _pessimistic(given, admits)
        case "" | "=":
            yield Interval(before(floor), after(floor))
        case operator:
            yield Interval(*semver.span(operator, Partial((*given.parts, 0, 0)[:_WHOLE], given.pre)), admits)


def _pessimistic(given: Partial, admits: frozenset[tuple[int, ...]]) -> Iterator[Interval]:
    held = given.parts[:-1]
    bumped = (*held[:-1], held[-1] + 1, 0, 0)[:_WHOLE] if held else None
    high = before((*bumped, FIRST_PRE)) if bumped else TOP
    if given.release:  # behind ~> a pre-release stands for the pre-releases of its release alone
        high = min(high, before((*given.release, (1,))))
    yield Interval(before(given.floor), high, admits)


SCHEME = Scheme(
    id="terraform",
    version=version,
    constraint=constraint,
    styles=(("~>", "~> {cut}"), (">", ">= {v}"), ("", "{v}")),
)
