"""NuGet: a bare version is a minimum, brackets are intervals, ``*`` floats.

Source: [Package versioning](https://learn.microsoft.com/en-us/nuget/concepts/package-versioning).
"""

import re
from functools import lru_cache

from gitops_assets.core.dependencies.versions.intervals import (
    BOTTOM,
    EVERYTHING,
    FIRST_PRE,
    RELEASE,
    TOP,
    Cut,
    Interval,
    Key,
    Version,
    after,
    before,
    ranges,
)
from gitops_assets.core.dependencies.versions.model import LONGEST, Constraint, Scheme
from gitops_assets.core.dependencies.versions.semver import PRE, pre_key

_NUMBERS = r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}"
_VERSION = re.compile(rf"({_NUMBERS})(?:-({PRE}))?(?:\+{PRE})?")
_FLOATING = re.compile(r"((?:[0-9]{1,9}\.){0,3})\*(?:-\*)?")


@lru_cache(maxsize=65_536)
def version(text: str) -> Version | None:
    """Up to four numbers and a pre-release whose case does not count."""
    found = _VERSION.fullmatch(text.strip()) if len(text) <= LONGEST else None
    pre = pre_key(found[2].lower() if found[2] else None) if found else None
    if found is None or pre is None:
        return None
    return Version((*_filled(_numbers(found[1])), pre), found[0])


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """What a PackageReference's version means; None for a property that is not filled in."""
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if text[:1] in ("[", "("):
        return _bracketed(text)
    floating = _FLOATING.fullmatch(text)
    if floating:
        return _floating(floating[1])
    least = version(text)
    return (
        Constraint(ranges((Interval(before(least.key)),)), (least,), least, minimum=True) if least else None
    )


def _bracketed(text: str) -> Constraint | None:
    if text[-1] not in "])" or len(text) < 3:
        return None
    ends = [end.strip() for end in text[1:-1].split(",")]
    found = [version(end) if end else None for end in ends]
    if any(end and each is None for end, each in zip(ends, found, strict=True)) or not any(ends):
        return None
    if len(ends) == 1:
        (pin,) = (each for each in found if each is not None)
        exact = (Interval(before(pin.key), after(pin.key)),) if text[0] + text[-1] == "[]" else ()
        return Constraint(ranges(exact), (pin,), pin)
    if len(ends) > 2:
        return None
    low, high = found
    allowed = Interval(_low(low, closed=text[0] == "["), _high(high, closed=text[-1] == "]"))
    taken = low if low is not None and text[0] == "[" else None
    return Constraint(ranges((allowed,)), (taken,) if taken else (), taken, minimum=True)


def _low(end: Version | None, *, closed: bool) -> Cut:
    if end is None:
        return BOTTOM
    return before(end.key) if closed else after(end.key)


def _high(end: Version | None, *, closed: bool) -> Cut:
    if end is None:
        return TOP
    return after(end.key) if closed else before(end.key)


def _floating(prefix: str) -> Constraint:
    numbers = _numbers(prefix.rstrip(".")) if prefix else ()
    if not numbers:
        return Constraint(EVERYTHING)
    above = (*_filled((*numbers[:-1], numbers[-1] + 1)), FIRST_PRE)
    lowest = Version((*_filled(numbers), RELEASE), prefix + "0")
    return Constraint(ranges((Interval(before((*_filled(numbers), FIRST_PRE)), before(above)),)), (lowest,))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def _filled(numbers: tuple[int, ...]) -> Key:
    return (*numbers, 0, 0, 0, 0)[:4]


SCHEME = Scheme(
    id="nuget",
    exact="[{v}]",
    version=version,
    constraint=constraint,
    styles=(("[", "[{v},{next})"), ("(", "[{v},{next})"), ("", "{v}")),
)
