"""Keys of versions whose order is no plain order of tuples: the shorter one is filled up while comparing."""

from abc import ABC, abstractmethod
from functools import total_ordering
from typing import Any


@total_ordering
class Padded(ABC):
    """One version's parts; equal parts make equal keys, so parts must come without what padding would add."""

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[Any, ...]) -> None:
        self.parts = parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Padded) and self.parts == other.parts

    def __lt__(self, other: "Padded") -> bool:
        return self.against(other) < 0

    def __hash__(self) -> int:
        return hash(self.parts)

    def __repr__(self) -> str:
        return repr(self.parts)

    @abstractmethod
    def against(self, other: "Padded") -> int:
        """Negative where this one comes first, positive where the other one does, 0 where they are equal."""
