"""What the product asks of a forge, and what it hears when there is no answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from gitops_assets.core.model import InventoryEntry


class ForgeUnavailable(Exception):  # noqa: N818 - reads as the sentence it is
    """The forge did not give the whole answer; the message says why, where, and what to do.

    ``retry_at`` is the second (epoch, UTC) from which asking again makes sense, where the forge named one.
    """

    def __init__(self, why: str, retry_at: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.retry_at = retry_at


@dataclass(frozen=True, slots=True)
class ForgeUsage:
    """What the questions cost: requests sent, how many of them were answered "unchanged" and thus free.

    ``remaining`` and ``reset`` are the quota left and the second it is refilled, as the forge last said.
    """

    calls: int = 0
    cached: int = 0
    remaining: int | None = None
    reset: int | None = None


class Forge(Protocol):
    """A place that hosts repositories and can list them."""

    @property
    def usage(self) -> ForgeUsage:
        """What was spent so far."""
        ...

    def repositories(self, owner: str) -> Iterator[InventoryEntry]:
        """Every repository of an organisation or user, sorted by slug; all of them or none.

        Raises :class:`ForgeUnavailable` before the first is given.
        """
        ...
