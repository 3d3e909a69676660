"""Which paths of a tree are wanted, told fast: a large tree has hundreds of thousands."""

import re
from dataclasses import dataclass
from functools import cached_property

LINK = b"120000"
MODULE = b"160000"

_NO_FILES = (LINK, MODULE)


@dataclass(frozen=True)
class Only:
    """Which files are wanted. Links and submodules always are.

    ``endings`` and ``beginnings`` are those of a path's last name, in lower case; ``placed`` are endings that
    count only where a pattern matches the folders above, in lower case: ``b""`` or ``b"one/in/another/"``.
    """

    endings: tuple[bytes, ...]
    beginnings: tuple[bytes, ...] = ()
    placed: tuple[tuple[bytes, re.Pattern[bytes]], ...] = ()

    def could_want(self, name: bytes) -> bool:
        """Whether a file of this name is wanted in any folder."""
        low = name.lower()
        return low.endswith(self._ends) or low.startswith(self.beginnings)

    def anywhere(self, name: bytes) -> bool:
        """Whether a file of this name is wanted in every folder."""
        low = name.lower()
        return low.endswith(self.endings) or low.startswith(self.beginnings)

    def here(self, folders: bytes) -> tuple[bytes, ...]:
        """The endings that count in this place besides those that count anywhere."""
        low = folders.lower()
        return tuple(ending for ending, place in self.placed if place.match(low))

    def of(self, listing: bytes) -> list[bytes]:
        """The wanted lines of what ``ls-tree -z`` prints."""
        lowered = listing.lower()
        lines = zip(listing.split(b"\0"), lowered.split(b"\0"), strict=True)
        ends = self._ends
        begins = tuple(mark + name for name in self.beginnings for mark in (b"/", b"\t"))
        begins = tuple(each for each in begins if each in lowered)
        # One test in C for each of very many lines; what is left is few.
        if begins:
            near = [
                (line, low)
                for line, low in lines
                if low.endswith(ends) or low.startswith(_NO_FILES) or any(each in low for each in begins)
            ]
        else:
            near = [(line, low) for line, low in lines if low.endswith(ends) or low.startswith(_NO_FILES)]
        return [line for line, low in near if low.startswith(_NO_FILES) or self._wants(low)]

    def _wants(self, line: bytes) -> bool:
        folders, slash, name = line.partition(b"\t")[2].rpartition(b"/")
        return self.anywhere(name) or name.endswith(self.here(folders + slash))

    @cached_property
    def _ends(self) -> tuple[bytes, ...]:
        return (*self.endings, *(ending for ending, _ in self.placed))
