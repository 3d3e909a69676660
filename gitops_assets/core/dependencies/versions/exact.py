"""Names of versions that nobody compares: image tags, git refs, and the versions of tools not known here.

Each repository runs its own image or action, so two of them may differ and neither is in the other's way.
The order is only for a choice between them: numbers by value, words below numbers.

Source: [OCI distribution, tags](https://github.com/opencontainers/distribution-spec/blob/main/spec.md).
"""

import re
from functools import lru_cache

from gitops_assets.core.dependencies.versions.intervals import Interval, Version, after, before, ranges
from gitops_assets.core.dependencies.versions.model import LONGEST, Constraint, Scheme

_PART = re.compile(r"[0-9]{1,300}|[^0-9.]+")


@lru_cache(maxsize=65_536)
def version(text: str) -> Version | None:
    """Any name on one line that is not empty."""
    name = text.strip()
    if not name or len(name) > LONGEST:
        return None
    parts = (
        (1, int(part), "") if part.isascii() and part.isdigit() else (0, 0, part)
        for part in _PART.findall(name.removeprefix("v"))
    )
    return Version((0, tuple(parts), name), name)


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """Exactly this name."""
    named = version(text)
    if named is None:
        return None
    return Constraint(ranges((Interval(before(named.key), after(named.key)),)), (named,), named)


def scheme(ecosystem: str) -> Scheme:
    """The scheme of an ecosystem whose versions are names."""
    return Scheme(id=ecosystem, version=version, constraint=constraint, shared=False)
