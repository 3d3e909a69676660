"""Maven: a bare version is a wish that anybody may overrule, brackets are binding.

Source: [POM reference](https://maven.apache.org/pom.html#dependency-version-requirement-specification).
"""

import re
from functools import lru_cache

from gitops_assets.core.dependencies.versions.intervals import (
    BOTTOM,
    EVERYTHING,
    TOP,
    Interval,
    Version,
    after,
    before,
    ranges,
)
from gitops_assets.core.dependencies.versions.maven_order import maven_order
from gitops_assets.core.dependencies.versions.model import LONGEST, Constraint, Scheme, all_known

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]*")
_MOVING = frozenset({"LATEST", "RELEASE"})
_RANGE = re.compile(r"([\[(])([^\[\](),]*)(?:(,)([^\[\](),]*))?([\])])")


@lru_cache(maxsize=65_536)
def version(text: str) -> Version | None:
    """Any word that can be a version; None for a property that is not filled in."""
    name = text.strip()
    if len(name) > LONGEST or not _VERSION.fullmatch(name):
        return None
    return Version((0, maven_order(name)), name)


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """A wish, or one or more intervals; what Gradle lets float (``1.+``) is open."""
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if text[:1] in ("[", "("):
        return _intervals(text)
    if text in _MOVING or text.endswith("+") or text.startswith("latest."):
        return Constraint(EVERYTHING)
    wish = version(text)
    return Constraint(EVERYTHING, (wish,), wish, minimum=True) if wish else None


def _intervals(text: str) -> Constraint | None:
    found = list(_RANGE.finditer(text))
    if _RANGE.sub("", text).strip(" ,"):
        return None
    known = all_known(map(_interval, found))
    if not known:
        return None
    named = tuple(low for _, low in known if low is not None)
    pin = named[0] if len(found) == 1 and found[0][3] is None else None
    return Constraint(ranges(each for each, _ in known), named, pin)


def _interval(match: re.Match[str]) -> tuple[Interval, Version | None] | None:
    low, high = (version(end) if (end or "").strip() else None for end in (match[2], match[4]))
    if (match[2].strip() and not low) or ((match[4] or "").strip() and not high):
        return None
    if match[3] is None:
        pinned = low is not None and match[1] + match[5] == "[]"
        return (Interval(before(low.key), after(low.key)), low) if low and pinned else None
    closed = match[1] == "[", match[5] == "]"
    start = BOTTOM if low is None else (before if closed[0] else after)(low.key)
    end = TOP if high is None else (after if closed[1] else before)(high.key)
    return Interval(start, end), low if closed[0] else None


SCHEME = Scheme(
    id="maven",
    version=version,
    constraint=constraint,
    exact="[{v}]",
    styles=(("[", "[{v},{next})"), ("(", "[{v},{next})"), ("", "{v}")),
)
