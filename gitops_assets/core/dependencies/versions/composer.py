"""Composer: ``^``, ``~``, ``|``, hyphens, stability flags; what is called ``dev-`` is a branch and not known.

A range admits pre-releases where the order puts them; what a project's minimum stability lets in is not the
range's business. A branch may be an alias of any version.

Source: [Versions and constraints](https://getcomposer.org/doc/articles/versions.md).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from gitops_assets.core.dependencies.versions.intervals import (
    BOTTOM,
    EVERYTHING,
    TOP,
    Cut,
    Interval,
    Key,
    Version,
    after,
    before,
    ranges,
)
from gitops_assets.core.dependencies.versions.model import (
    LONGEST,
    Constraint,
    Scheme,
    all_known,
    all_of,
    any_of,
)

_NUMBERS = r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}"
_STABILITY = (
    r"[._-]?(?:(stable|beta|b|RC|alpha|a|patch|pl|p)(?:[.-]?([0-9]{1,9}(?:[.-][0-9]{1,9}){0,4}))?|(dev))"
)
_VERSION = re.compile(rf"v?({_NUMBERS})(?:{_STABILITY})?(?:\+\S*)?", re.IGNORECASE)
_WILD = re.compile(rf"v?({_NUMBERS})((?:\.[xX*])+)(-dev)?")
_FLAG = re.compile(r"@(?:stable|RC|beta|alpha|dev)$", re.IGNORECASE)
_LOOSE = re.compile(r"([<>=~^!])\s+")
_WORD = re.compile(r"(>=|<=|==|!=|<>|>|<|=|\^|~)?([^<>=~^!]+)")
_STABILITIES = ("dev", "alpha", "beta", "rc", "", "patch")
_ALIASES = {"a": "alpha", "b": "beta", "p": "patch", "pl": "patch", "stable": ""}
_DEV: Key = (0,)
_STABLE: Key = (4,)
_HUGE = 9_999_999
_PAIR = 3

Span = tuple[Cut, Cut]


@dataclass(frozen=True, slots=True)
class _Given:
    numbers: tuple[int, ...]
    stability: Key | None = None

    @property
    def key(self) -> Key:
        """Where it stands among other versions."""
        return (*_filled(self.numbers), self.stability or _STABLE)

    @property
    def floor(self) -> Cut:
        """Before its dev versions, unless a stability is named."""
        return before((*_filled(self.numbers), self.stability or _DEV))


@lru_cache(maxsize=65_536)
def version(text: str) -> Version | None:
    """A version in up to four numbers and a stability; None for a branch."""
    given = _given(text.strip())
    return Version(given.key, text.strip()) if given else None


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """A constraint as composer.json has it."""
    if len(text) > LONGEST:
        return None
    known = all_known(_joined(part) for part in re.split(r"\|\|?", text))
    return any_of(known) if known else None


def _joined(text: str) -> Constraint | None:
    words = text.split()
    if "-" in words:
        return _hyphen(words)
    words = _LOOSE.sub(r"\1", text).replace(",", " ").split()
    known = all_known(map(_one, words))
    return all_of(known) if known else None


def _hyphen(words: list[str]) -> Constraint | None:
    low, high = _given(words[0]), _given(words[-1])
    if len(words) != _PAIR or words[1] != "-" or low is None or high is None:
        return None
    whole = len(high.numbers) >= _PAIR or high.stability
    end = after(high.key) if whole else _next(high.numbers)
    return Constraint(ranges((Interval(low.floor, end),)), (Version(low.key, words[0]),))


def _one(word: str) -> Constraint | None:
    word = _FLAG.sub("", word)
    if word in {"*", "x", "X", ""}:
        return Constraint(EVERYTHING)
    match = _WORD.fullmatch(word)
    if match is None:
        return None
    operator, text = match[1] or "", match[2]
    wild = _WILD.fullmatch(text)
    if wild:
        return _wild(operator, wild)
    given = _given(text)
    return _plain(operator, given, text) if given else None


def _wild(operator: str, match: re.Match[str]) -> Constraint | None:
    numbers = _numbers(match[1])
    if operator or len(numbers) >= 4:
        return None
    if match[3]:
        branch = Version((*(*numbers, _HUGE, _HUGE, _HUGE)[:4], _DEV), match[0])
        return Constraint(ranges((Interval(before(branch.key), after(branch.key)),)), (branch,), branch)
    floor = _Given(numbers)
    named = (Version(floor.key, match[1]),)
    return Constraint(ranges((Interval(floor.floor, _next(numbers)),)), named)


def _plain(operator: str, given: _Given, text: str) -> Constraint:
    named = (Version(given.key, text),)
    at, beyond = before(given.key), after(given.key)
    if operator in {"", "=", "=="}:
        return Constraint(ranges((Interval(at, beyond),)), named, named[0])
    if operator in {"!=", "<>"}:
        return Constraint(ranges((Interval(high=at), Interval(low=beyond))))
    low, high = _span(operator, given)
    return Constraint(ranges((Interval(low, high),)), named if operator in {"^", "~", ">="} else ())


def _span(operator: str, given: _Given) -> Span:
    match operator:
        case "^":
            firm = next((nth for nth, part in enumerate(given.numbers[:3], 1) if part), len(given.numbers))
            return given.floor, _next(given.numbers[:firm])
        case "~":
            return given.floor, _next(given.numbers[: max(1, len(given.numbers) - 1)])
        case ">=":
            return given.floor, TOP
        case ">":
            return after(given.key), TOP
        case "<":
            return BOTTOM, given.floor
    return BOTTOM, after(given.key)


def _given(text: str) -> _Given | None:
    match = _VERSION.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        return None
    numbers, word = _numbers(match[1]), (match[2] or match[4] or "").lower()
    if not word:
        return _Given(numbers)
    rank = _STABILITIES.index(_ALIASES.get(word, word))
    counted = match[3] if match[3] and (rank,) != _STABLE else ""
    return _Given(numbers, (rank, *map(int, re.findall(r"[0-9]+", counted))))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def _filled(numbers: tuple[int, ...]) -> Key:
    return (*numbers, 0, 0, 0, 0)[:4]


def _next(numbers: tuple[int, ...]) -> Cut:
    return before((*_filled((*numbers[:-1], numbers[-1] + 1)), _DEV))


SCHEME = Scheme(
    id="composer",
    version=version,
    constraint=constraint,
    styles=(("~", "~{cut}"), (">", ">={v}"), ("", "^{v}")),
)
