"""PyPI: PEP 440's specifiers, and Poetry's ``^``, ``~``, ``*``, ``||`` and bare versions beside them.

Pre-releases are in the set wherever the order puts them: an installer prefers others, it does not exclude
them.

Source: [Version specifiers](https://packaging.python.org/en/latest/specifications/version-specifiers/),
[Poetry](https://python-poetry.org/docs/dependency-specification/).
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import inf

from packaging.version import InvalidVersion
from packaging.version import Version as Pep440

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

_LOOSE = re.compile(r"([<>=~^!])\s+")
_WORD = re.compile(r"(===|==|~=|!=|>=|<=|>|<|=|\^|~)?((?:[0-9]+!)?[^\s<>=~^!]+)")
_LETTERS = {"a": 0, "b": 1, "rc": 2}
_ALL_LOCALS = ((2,),)

Span = tuple[Cut, Cut]


@lru_cache(maxsize=65_536)
def version(text: str) -> Version | None:
    """A version by PEP 440."""
    found = _pep440(text)
    return Version(_key(found), str(found)) if found else None


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """Specifiers that are joined by commas or spaces; ``||`` parts alternatives. None for a URL."""
    if len(text) > LONGEST:
        return None
    known = all_known(_joined(part) for part in text.split("||"))
    return any_of(known) if known else None


def _joined(text: str) -> Constraint | None:
    words = _LOOSE.sub(r"\1", text).replace(",", " ").split()
    known = all_known(map(_specifier, words))
    return None if known is None or (text.strip() and not words) else all_of(known)


def _specifier(word: str) -> Constraint | None:
    match = _WORD.fullmatch(word)
    if match is None:
        return None
    operator, text = match[1] or "==", match[2]
    if text == "*":
        return Constraint(EVERYTHING) if operator == "==" else None
    wild = text.endswith(".*")
    given = _pep440(text.removesuffix(".*"))
    if given is None or (wild and (operator not in {"==", "!=", "="} or given.is_prerelease)):
        return None
    if wild:
        return _wild(given, excluded=operator == "!=")
    return _plain(operator, given)


def _wild(given: Pep440, *, excluded: bool) -> Constraint:
    low, high = _family(given, len(given.release))
    inside = ranges((Interval(low, high),))
    if excluded:
        return Constraint(ranges((Interval(high=low), Interval(low=high))))
    return Constraint(inside, (Version(_key(given), str(given)),))


def _plain(operator: str, given: Pep440) -> Constraint | None:
    named = (Version(_key(given), str(given)),)
    equal = before(_key(given)), after(_key(given) if given.local else _with(given, local=_ALL_LOCALS))
    match operator:
        case "==" | "=" | "===":
            return Constraint(ranges((Interval(*equal),)), named, named[0])
        case "!=":
            return Constraint(ranges((Interval(high=equal[0]), Interval(low=equal[1]))))
        case "~=" if len(given.release) == 1:
            return None
    allowed = ranges((Interval(*_SPANS[operator](given)),))
    return Constraint(allowed, () if operator in {"<", "<=", ">"} else named)


def _more(given: Pep440) -> Span:
    """PEP 440: ``>V`` leaves out V's post-releases unless V is one, and its local versions."""
    key = (
        _with(given, local=_ALL_LOCALS)
        if given.is_postrelease or given.is_devrelease
        else _with(given, post=inf, dev=inf, local=_ALL_LOCALS)
    )
    return after(key), TOP


def _less(given: Pep440) -> Span:
    """PEP 440: ``<V`` leaves out V's pre-releases unless V is one."""
    if given.is_prerelease:
        return BOTTOM, before(_key(given))
    return BOTTOM, before(
        _with(given, dev=-1) if given.is_postrelease else _with(given, pre=(-1,), post=-1, dev=-1)
    )


def _compatible(given: Pep440) -> Span:
    return before(_key(given)), _family(given, len(given.release) - 1)[1]


def _caret(given: Pep440) -> Span:
    firm = next((nth for nth, part in enumerate(given.release, 1) if part), len(given.release))
    return before(_key(given)), _family(given, firm)[1]


def _tilde(given: Pep440) -> Span:
    return before(_key(given)), _family(given, min(2, len(given.release)))[1]


def _at_most(given: Pep440) -> Span:
    return BOTTOM, after(_key(given) if given.local else _with(given, local=_ALL_LOCALS))


def _at_least(given: Pep440) -> Span:
    return before(_key(given)), TOP


_SPANS: dict[str, Callable[[Pep440], Span]] = {
    ">": _more,
    "<": _less,
    ">=": _at_least,
    "<=": _at_most,
    "~=": _compatible,
    "^": _caret,
    "~": _tilde,
}


def _family(given: Pep440, count: int) -> Span:
    """All versions whose release begins with the first numbers."""
    first = given.release[:count]
    return tuple(  # type: ignore[return-value] # two cuts
        before((given.epoch, _trimmed(release), (-1,), -1, -1, ())) for release in (first, _bumped(first))
    )


def _bumped(release: tuple[int, ...]) -> tuple[int, ...]:
    return (*release[:-1], release[-1] + 1)


def _pep440(text: str) -> Pep440 | None:
    try:
        return Pep440(text) if len(text) <= LONGEST else None
    except (InvalidVersion, ValueError):
        return None


def _with(given: Pep440, **parts: object) -> Key:
    names = ("epoch", "release", "pre", "post", "dev", "local")
    return tuple(parts.get(name, value) for name, value in zip(names, _key(given), strict=True))


def _key(given: Pep440) -> Key:
    """PEP 440's order: dev, alpha, beta, rc, final, post; local versions after theirs."""
    dev_only = given.pre is None and given.post is None and given.dev is not None
    pre = (_LETTERS[given.pre[0]], given.pre[1]) if given.pre else ((-1,) if dev_only else (3,))
    post = -1 if given.post is None else given.post
    dev = inf if given.dev is None else given.dev
    return given.epoch, _trimmed(given.release), pre, post, dev, tuple(_local(given.local))


def _local(text: str | None) -> Iterator[Key]:
    for part in (text or "").split(".") if text else ():
        yield (1, int(part)) if part.isdigit() else (0, part)


def _trimmed(release: tuple[int, ...]) -> tuple[int, ...]:
    end = len(release)
    while end > 1 and release[end - 1] == 0:
        end -= 1
    return release[:end]


SCHEME = Scheme(
    id="pypi",
    version=version,
    constraint=constraint,
    exact="=={v}",
    styles=(("~=", "~={cut}"), ("^", "^{v}"), ("~", "~{v}"), (">", ">={v}"), ("", ">={v}")),
)
