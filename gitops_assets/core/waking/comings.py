"""Whether repositories came or went since the fleet was last registered."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """Folders that are new, and those that are gone; both sorted."""

    came: tuple[bytes, ...]
    went: tuple[bytes, ...]

    def __bool__(self) -> bool:
        return bool(self.came or self.went)

    def key(self, audit: int) -> str:
        """The key of the run that answers it: one that it cannot settle is tried again after an audit."""
        told = b"\0".join((*self.came, b"", *self.went))
        return f"discover:{audit}:{hashlib.sha256(told).hexdigest()[:16]}"

    @property
    def words(self) -> str:
        """For people."""
        return f"{len(self.came)} came, {len(self.went)} went"


def difference(found: Collection[bytes], known: Collection[bytes]) -> Difference:
    """What is there and not known, and what is known and not there."""
    here, registered = set(found), set(known)
    return Difference(tuple(sorted(here - registered)), tuple(sorted(registered - here)))
