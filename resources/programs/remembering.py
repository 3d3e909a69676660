"""What programs said of trees that nobody need ask them about again.

Kept as one file for each answer in the home's cache, which may be deleted at any time. An answer is known by
all that it follows from: see :func:`key_of`.
"""

import hashlib
import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from gitops_assets.core.gates.program_facts import ProgramAnswer
from gitops_assets.core.tree import Tree

FORMAT = 1
"""Raised when the same program would be asked otherwise, or its answer be read otherwise."""

DAYS = 30
"""Days after which an answer that nobody wanted is forgotten."""

_LARGEST = 4 << 20
_FAILED = 126
"""Exit codes from here on say that a program was not started or was killed (POSIX, 2.8.2)."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A folder of answers; one that cannot be written remembers nothing."""

    folder: Path

    def recall(self, key: str) -> ProgramAnswer | None:
        """The answer that was kept under a key."""
        place = self._place(key)
        try:
            known = json.loads(place.read_text("utf-8"))
            answer = ProgramAnswer(**{**known, "confined": tuple(known["confined"])})
            os.utime(place)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return answer

    def keep(self, key: str, answer: ProgramAnswer) -> None:
        """Remember an answer, if the same question would get it again."""
        settled = answer.unknown is None and answer.absent is None
        if not settled or answer.code is None or not 0 <= answer.code < _FAILED:
            return
        if len(answer.out) > _LARGEST:
            return
        place = self._place(key)
        fresh = place.with_suffix(f".{os.getpid()}.new")
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(asdict(answer)), "utf-8")
            fresh.replace(place)

    def forget_old(self) -> None:
        """Delete what nobody asked for in the last :data:`DAYS` days."""
        oldest = time.time() - DAYS * 86_400
        for place in self.folder.glob("*/*"):
            with suppress(OSError):
                if place.stat().st_mtime < oldest:
                    place.unlink()

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"


def key_of(question: object, tree: Tree, paths: Sequence[str]) -> str:
    """64 hex digits over a question (what is run, how, by whom) and the files that it is about.

    Two commits with the same files are the same; of a program that is told its files, only these count.
    """
    told = hashlib.sha256(repr((FORMAT, question)).encode("utf-8", "backslashreplace"))
    for path in paths:
        told.update(f"\0{path}\0{tree.oid(path)}\0{tree.mode(path)}".encode("utf-8", "surrogateescape"))
    return told.hexdigest()
