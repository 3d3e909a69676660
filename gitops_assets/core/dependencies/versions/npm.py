"""npm: ``^``, ``~``, x-ranges, hyphens, ``||``; a pre-release only where one of the same release is named.

Source: [node-semver](https://github.com/npm/node-semver#ranges).
"""

import re
from functools import lru_cache

from gitops_assets.core.dependencies.versions import semver
from gitops_assets.core.dependencies.versions.intervals import RELEASE, TOP, Interval, before, ranges
from gitops_assets.core.dependencies.versions.model import LONGEST, Constraint, Scheme, all_known
from gitops_assets.core.dependencies.versions.semver import Comparator, Partial

_LOOSE = re.compile(r"([<>=~^])\s+")
_WORD = re.compile(r"(>=|<=|>|<|=|\^|~>|~)?v?([^<>=~^]+)")
_PAIR = 2
_ANY = Interval(admits=frozenset())
_ZERO = before((0, 0, 0, RELEASE))


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """A range as package.json has it; tags (``latest``), aliases and URLs are not known."""
    if len(text) > LONGEST:
        return None
    known = all_known(_comparators(part) for part in text.split("||"))
    if known is None:
        return None
    named = tuple(dict.fromkeys(version for each in known for version in semver.named(each)))
    pin = named[0] if len(named) == 1 and all(map(semver.is_pin, known)) else None
    parts = [_interval(each) for each in known]
    # npm throws the other alternatives away beside one that is any version.
    return Constraint(ranges((_ANY,) if _ANY in parts else parts), named, pin)


def hyphen(words: list[str]) -> list[Comparator] | None:
    """``1.2 - 2.3``: from the one to the whole of the other; None for anything else."""
    ends = all_known(_partial(word) for word in words if word != "-")
    if ends is None or len(ends) != _PAIR or words[1:-1] != ["-"]:
        return None
    return [Comparator(">=", ends[0]), Comparator("<=", ends[1])]


def _comparators(text: str) -> list[Comparator] | None:
    """The comparators that must all hold; None where one is not understood."""
    words = text.split()
    if "-" in words:
        return hyphen(words)
    return all_known(_comparator(word) for word in _LOOSE.sub(r"\1", text).split())


def _comparator(word: str) -> Comparator | None:
    match = _WORD.fullmatch(word)
    given = semver.partial(match[2]) if match else None
    return Comparator((match[1] or "").replace("~>", "~"), given) if match and given else None


def _partial(word: str) -> Partial | None:
    return semver.partial(word.removeprefix("v"))


def _interval(found: list[Comparator]) -> Interval:
    whole = semver.interval(found, semver.releases(found))
    return _ANY if (whole.high, whole.admits) == (TOP, frozenset()) and whole.low <= _ZERO else whole


SCHEME = Scheme(
    id="npm",
    version=semver.version,
    constraint=constraint,
    styles=(("~", "~{v}"), ("", "^{v}")),
)
