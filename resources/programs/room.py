"""The file system in memory, where copies of small trees lie: writing there takes no time, and no disk."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

MEMORY = "/dev/shm"  # noqa: S108 - the folders made there have random names and belong to us alone
SMALL = 64 << 20
"""Bytes of the largest tree that is copied into memory."""

GROWTH = 1 << 30
"""Bytes by which a program may fill the memory while it runs, its own files among them."""

_SPARE = 2 << 30


def roomy(size: int) -> bool:
    """Whether a tree of so many bytes is copied into memory: it is small, and much more is free."""
    return size <= SMALL and _free(MEMORY) > _SPARE


@dataclass(frozen=True, slots=True)
class Room:
    """How much was free when a program was started whose copy lies in memory."""

    free: int

    @classmethod
    def of(cls, folder: str) -> "Room | None":
        """The same, of the folder that a program works in; None where that is on a disk."""
        return cls(_free(MEMORY)) if Path(folder).is_relative_to(MEMORY) else None

    def excess(self) -> str | None:
        """Why the program must end: a disk would be full one day, memory takes the machine with it."""
        if self.free - _free(MEMORY) <= GROWTH:
            return None
        return f"it wrote more than {GROWTH >> 20:,} megabytes into memory"


def _free(folder: str) -> int:
    try:
        return shutil.disk_usage(folder).free if os.access(folder, os.W_OK) else 0
    except OSError:
        return 0
