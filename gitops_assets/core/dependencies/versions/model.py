"""What an ecosystem makes of a version and of a constraint."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TypeVar

from gitops_assets.core.dependencies.versions.intervals import EVERYTHING, Ranges, Version, ranges

T = TypeVar("T")

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


def all_known(found: Iterable[T | None]) -> list[T] | None:
    """All of them; None where one is None, for a constraint is understood as a whole or not at all."""
    listed = list(found)
    known = [each for each in listed if each is not None]
    return known if len(known) == len(listed) else None


def all_of(constraints: Sequence[Constraint]) -> Constraint:
    """What satisfies every one; a pin among them is the one that is chosen."""
    pins = [each.chosen for each in constraints if each.chosen is not None]
    allowed = reduce(and_, (each.ranges for each in constraints), EVERYTHING)
    return Constraint(allowed, _named(constraints), pins[0] if pins else None)


def any_of(constraints: Sequence[Constraint]) -> Constraint:
    """What satisfies one of them; nothing is chosen where there is a choice."""
    whole = ranges(part for each in constraints for part in each.ranges.intervals)
    return Constraint(whole, _named(constraints), constraints[0].chosen if len(constraints) == 1 else None)


def _named(constraints: Iterable[Constraint]) -> tuple[Version, ...]:
    return tuple(dict.fromkeys(version for each in constraints for version in each.named))
