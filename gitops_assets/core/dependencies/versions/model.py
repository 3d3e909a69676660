"""What an ecosystem makes of a version and of a constraint."""

from collections.abc import Callable
from dataclasses import dataclass

from gitops_assets.core.dependencies.versions.intervals import Ranges, Version

LONGEST = 256
"""Characters of a constraint that are read (npm's own limit); a longer one is not known."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a constraint admits.

    ``named`` are the versions at its lower ends and its pins, those that may be proposed. ``chosen`` is what
    the ecosystem's tool takes when nobody else has a say: an exact pin, or a minimum where the minimum is
    taken (Go, Maven, NuGet: ``minimum``); None where it takes the newest.
    """

    ranges: Ranges
    named: tuple[Version, ...] = ()
    chosen: Version | None = None
    minimum: bool = False

    @property
    def exact(self) -> bool:
        """Whether nothing but the chosen version will do."""
        return self.chosen is not None and not self.minimum


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """How one ecosystem writes versions and constraints.

    ``version`` and ``constraint`` give None for what they do not understand: that is not known, and no reason
    for a conflict. ``shared`` is False where every repository can go its own way (images, actions): such
    versions differ, they never exclude each other. ``styles`` say how a constraint is written anew: the first
    whose opening the old one has; in its text ``{v}`` is the version, ``{cut}`` the version with as many
    numbers as the old constraint had, ``{next}`` the next major one; ``exact`` is for old pins.
    """

    id: str
    version: Callable[[str], Version | None]
    constraint: Callable[[str], Constraint | None]
    exact: str = "{v}"
    styles: tuple[tuple[str, str], ...] = (("", "{v}"),)
    shared: bool = True
