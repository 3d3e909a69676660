"""Cargo: a bare version is a caret, a comma joins; pre-releases as in npm.

Source: [Specifying dependencies](https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html).
"""

import re
from functools import lru_cache

from gitops_assets.core.dependencies.versions import semver
from gitops_assets.core.dependencies.versions.intervals import ranges
from gitops_assets.core.dependencies.versions.model import LONGEST, Constraint, Scheme, all_known
from gitops_assets.core.dependencies.versions.semver import Comparator

_WORD = re.compile(r"\s*(>=|<=|>|<|=|\^|~)?\s*([^\s<>=~^]+)\s*")


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """A requirement as Cargo.toml has it."""
    if len(text) > LONGEST:
        return None
    known = all_known(_comparator(word) for word in text.split(","))
    if known is None:
        return None
    named = semver.named(known)
    pin = named[0] if semver.is_pin(known) else None
    return Constraint(ranges((semver.interval(known, semver.releases(known)),)), named, pin)


def _comparator(word: str) -> Comparator | None:
    match = _WORD.fullmatch(word)
    given = semver.partial(match[2]) if match else None
    if not match or given is None:
        return None
    wild = any(mark in match[2].partition("-")[0] for mark in "*xX")
    return Comparator(match[1] or ("" if wild else "^"), given)


SCHEME = Scheme(
    id="cargo",
    version=semver.version,
    constraint=constraint,
    exact="={v}",
    styles=(("~", "~{v}"), ("^", "^{v}"), ("", "{v}")),
)
