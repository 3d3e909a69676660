"""Semantic versions, and what a partial one means behind an operator: npm, Cargo and Helm agree on that.

Source: [semver 2.0](https://semver.org), [node-semver](https://github.com/npm/node-semver#ranges).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from gitops_assets.core.dependencies.versions.intervals import (
    BOTTOM,
    FIRST_PRE,
    RELEASE,
    TOP,
    Cut,
    Interval,
    Key,
    Version,
    after,
    before,
)

NUMBER = r"(?:0|[1-9][0-9]{0,15})"
PRE = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_VERSION = re.compile(rf"({NUMBER})\.({NUMBER})\.({NUMBER})(?:-({PRE}))?(?:\+{PRE})?")
_PART = rf"(?:{NUMBER}|[xX*])"
_PARTIAL = re.compile(rf"({_PART}(?:\.{_PART}){{0,2}})(?:-({PRE}))?(?:\+{PRE})?")

Span = tuple[Cut, Cut]
NOTHING: Span = (TOP, BOTTOM)


@dataclass(frozen=True, slots=True)
class Partial:
    """A version of which only the first numbers may be given; ``pre`` is the last part of its key."""

    parts: tuple[int, ...]
    pre: Key = RELEASE

    @property
    def full(self) -> bool:
        """Whether it is one version and not a family."""
        return len(self.parts) == 3

    @property
    def floor(self) -> Key:
        """The key of its lowest version."""
        return (*_filled(self.parts), self.pre)

    @property
    def release(self) -> Key | None:
        """Its three numbers where it is a pre-release."""
        return None if self.pre == RELEASE else _filled(self.parts)


@dataclass(frozen=True, slots=True)
class Comparator:
    """An operator and what stands behind it."""

    operator: str
    partial: Partial

    @property
    def span(self) -> Span:
        """The cuts between which it holds."""
        return span(self.operator, self.partial)


def version(text: str) -> Version | None:
    """A whole semantic version (a ``v`` in front is passed over); None for anything else."""
    found = _VERSION.fullmatch(text.strip().removeprefix("v"))
    pre = pre_key(found[4]) if found else None
    if not found or pre is None:
        return None
    release = int(found[1]), int(found[2]), int(found[3])
    return Version((*release, pre), found[0], None if pre == RELEASE else release)


def partial(text: str, *, short_pre: bool = False) -> Partial | None:
    """``1``, ``1.x``, ``1.2.3-beta.1``; None for anything else. What follows an ``x`` is any.

    ``short_pre`` lets a pre-release stand behind fewer than three numbers, as Helm does (``1.19-0``).
    """
    found = _PARTIAL.fullmatch(text)
    pre = pre_key(found[2]) if found else None
    if not found or pre is None:
        return None
    words = found[1].split(".")
    numbers = tuple(int(word) for word in takewhile(str.isdigit, words))
    if any(map(str.isdigit, words[len(numbers) :])) or not (short_pre or pre == RELEASE or len(numbers) == 3):
        return None
    return Partial(numbers, pre)


def pre_key(text: str | None) -> Key | None:
    """The last part of a key (semver 2.0 section 11); None where a number has a zero in front."""
    if text is None:
        return RELEASE
    words = text.split(".")
    if any(word.isdigit() and (len(word) > 16 or (len(word) > 1 and word[0] == "0")) for word in words):
        return None
    return (0, *((0, int(word)) if word.isdigit() else (1, word) for word in words))


def span(operator: str, given: Partial) -> Span:  # noqa: PLR0911 - one row an operator reads as the table it is
    """The cuts between which an operator holds; raises ``KeyError`` for one that is not known."""
    family = before((*_filled(given.parts), FIRST_PRE)), _next(given.parts)
    floor = before(given.floor)
    match operator:
        case "^":
            return floor, _next(given.parts[: _firm(given.parts)])
        case "~":
            return floor, _next(given.parts[:2])
        case "" | "=":
            return (floor, after(given.floor)) if given.full else (floor, family[1])
        case ">":
            return (after(given.floor) if given.full else _beyond(given.parts)), TOP
        case ">=":
            return (floor if given.parts else BOTTOM), TOP
        case "<" if given.parts:
            return BOTTOM, floor if given.full or given.release else family[0]
        case "<":
            return NOTHING
        case "<=":
            return BOTTOM, after(given.floor) if given.full else family[1]
    raise KeyError(operator)


def interval(comparators: Sequence[Comparator], admits: frozenset[Key] | None) -> Interval:
    """What all comparators admit together."""
    spans = [each.span for each in comparators]
    lows, highs = [BOTTOM, *(low for low, _ in spans)], [TOP, *(high for _, high in spans)]
    return Interval(max(lows), min(highs), admits)


def releases(comparators: Iterable[Comparator]) -> frozenset[Key]:
    """The releases whose pre-releases the comparators name."""
    return frozenset(each.partial.release for each in comparators if each.partial.release is not None)


def named(comparators: Iterable[Comparator]) -> tuple[Version, ...]:
    """The lower ends of the comparators that have one."""
    ends = (_lowest(each) for each in comparators if each.operator not in {"<", "<=", "!="})
    return tuple(dict.fromkeys(end for end in ends if end is not None))


def written(key: Key) -> Version:
    """The version that has this key."""
    major, minor, patch, kind = key
    words = ".".join(str(word) for _, word in kind[1:])
    text = f"{major}.{minor}.{patch}" + (f"-{words}" if words else "")
    return Version(key, text, (major, minor, patch) if words else None)


def _lowest(each: Comparator) -> Version | None:
    (key, side), _ = each.span
    if not key or key == TOP[0]:
        return None
    major, minor, patch, kind = key
    return written(key if side < 0 else (major, minor, patch + (kind == RELEASE), RELEASE))


def _filled(parts: tuple[int, ...]) -> Key:
    return (*parts, 0, 0, 0)[:3]


def _bumped(parts: tuple[int, ...]) -> Key:
    return _filled((*parts[:-1], parts[-1] + 1))


def _next(parts: tuple[int, ...]) -> Cut:
    return before((*_bumped(parts), FIRST_PRE)) if parts else TOP


def _beyond(parts: tuple[int, ...]) -> Cut:
    return before((*_bumped(parts), RELEASE)) if parts else TOP


def _firm(parts: tuple[int, ...]) -> int:
    """How many numbers a caret holds: up to the first that is not zero."""
    return next((nth for nth, part in enumerate(parts, 1) if part), len(parts))


def is_pin(comparators: Sequence[Comparator]) -> bool:
    """Whether they mean one version alone."""
    return len(comparators) == 1 and comparators[0].operator in {"", "="} and comparators[0].partial.full
