"""What was asked of git before and need not be asked again, in a file that may be deleted at any time."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Remembered(NamedTuple):
    """The times of branches' last commits by name, the nearest tag, and the commits since it."""

    branch_tips: dict[str, int]
    tag: str | None
    commits_since_tag: int | None


class Memory:
    """By repository, what followed from its refs as they stood last; nothing is kept without a file.

    Threads may ask and tell at once. What cannot be read is forgotten, and what cannot be written is asked
    again: a cache costs time, never an answer.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._known: dict[str, tuple[str, Remembered | None]] = _read(file) if file else {}
        self._moved = False

    def recall(self, path: bytes, standing: str) -> Remembered | None:
        """What followed from the refs of the repository at ``path``, if they stand as they stood then."""
        then, known = self._known.get(os.fsdecode(path), ("", None))
        return known if then == standing else None

    def standing(self, path: bytes) -> str | None:
        """How the refs of the repository at ``path`` stood when it was last looked at, None where unknown."""
        return self._known.get(os.fsdecode(path), ("", None))[0] or None

    def keep(self, path: bytes, standing: str, found: Remembered) -> None:
        """Remember it in the place of what was known of that repository."""
        if self._file is not None:
            self._known[os.fsdecode(path)] = (standing, found)
            self._moved = True

    def save(self) -> None:
        """Write what is new to the file, without repositories that are gone."""
        if self._file is None or not self._moved:
            return
        kept = {path: known for path, known in self._known.items() if os.path.isdir(path)}
        new = self._file.with_name(f".{self._file.name}.{os.getpid()}.new")
        with suppress(OSError):
            new.write_text(json.dumps({"version": _VERSION, "known": kept}), "ascii")
            new.replace(self._file)
        self._moved = False


NOTHING = Memory()
"""Remembers nothing."""

_VERSION = 1
"""Raised when the same refs would give another answer."""


def _read(file: Path) -> dict[str, tuple[str, Remembered | None]]:
    try:
        document = json.loads(file.read_text("ascii"))
        if document["version"] != _VERSION:
            return {}
        return {path: (str(then), Remembered(*known)) for path, (then, known) in document["known"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
