"""Go: a version in go.mod is a minimum, the highest minimum is taken; major versions have their own paths.

Source: [Go modules, minimal version selection](https://go.dev/ref/mod#minimal-version-selection).
"""

from functools import lru_cache

from gitops_assets.core.dependencies.versions import semver
from gitops_assets.core.dependencies.versions.intervals import Interval, Version, before, ranges
from gitops_assets.core.dependencies.versions.model import LONGEST, Constraint, Scheme


@lru_cache(maxsize=65_536)
def version(text: str) -> Version | None:
    """``v1.2.3``, a pseudo-version, ``v2.0.0+incompatible``."""
    found = semver.version(text) if len(text) <= LONGEST else None
    return Version(found.key, "v" + text.strip().removeprefix("v"), found.pre) if found else None


@lru_cache(maxsize=65_536)
def constraint(text: str) -> Constraint | None:
    """The minimum as an interval without an upper end."""
    least = version(text)
    return (
        Constraint(ranges((Interval(before(least.key)),)), (least,), least, minimum=True) if least else None
    )


SCHEME = Scheme(id="golang", version=version, constraint=constraint)
