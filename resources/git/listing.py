"""Long answers of git, read record by record and only to a limit."""

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

from gitops_assets.core.tree import PATH_LIMIT, TreeUnreadable
from resources.git.command import DEFAULT_TIMEOUT, Answer, environment, scratch, spawn
from resources.git.watchdog import WATCHDOG, kill

_CHUNK = 1 << 18
_ERRORS_KEPT = 4096
_NO_FILES = (b"120000", b"160000")
_RECORD_BYTES = 1024  # names are shorter by far; this bounds the memory that a hostile tree can take


@dataclass(frozen=True, slots=True)
class Only:
    """Which lines of ``ls-tree -z`` are wanted, told fast: a large tree has hundreds of thousands.

    ``endings`` are those of a path in lower case, ``beginnings`` those of its last name; ``placed`` are
    endings that count only where the line matches a pattern. Links and submodules are always wanted.
    """

    endings: tuple[bytes, ...]
    beginnings: tuple[bytes, ...] = ()
    placed: tuple[tuple[bytes, re.Pattern[bytes]], ...] = ()

    def of(self, listing: bytes) -> list[bytes]:
        """The wanted lines."""
        lowered = listing.lower()
        lines = zip(listing.split(b"\0"), lowered.split(b"\0"), strict=True)
        ends = (*self.endings, *(ending for ending, _ in self.placed))
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
        return [line for line, low in near if self._stands_right(low)]

    def _stands_right(self, low: bytes) -> bool:
        if low.endswith(self.endings):
            return True
        places = [place for ending, place in self.placed if low.endswith(ending)]
        return not places or low.startswith(_NO_FILES) or any(place.search(low) for place in places)


def records(
    path: bytes,
    arguments: Sequence[str | bytes],
    *,
    limit: int = PATH_LIMIT,
    timeout: float = DEFAULT_TIMEOUT,
) -> list[bytes]:
    """What git prints with ``-z``, split; raises as :func:`output`."""
    return output(path, arguments, limit=limit, timeout=timeout).split(b"\0")[:-1]


def output(
    path: bytes,
    arguments: Sequence[str | bytes],
    *,
    limit: int = PATH_LIMIT,
    timeout: float = DEFAULT_TIMEOUT,
) -> bytes:
    """What git prints with ``-z``; raises :class:`TreeUnreadable` when it fails or has too many records.

    A repository of a million paths costs no more than one of ``limit`` paths: git is stopped there.
    """
    where = os.fsdecode(path)
    with scratch() as complaints:
        try:
            process = spawn(path, arguments, environment(), stderr=complaints.fileno())
        except OSError as error:
            raise TreeUnreadable(where, (error.strerror or str(error)).lower()) from None
        heard = _Heard(limit)
        WATCHDOG.add(process, timeout)
        try:
            _listen(process, heard)
        finally:
            killed = WATCHDOG.remove(process)
        if heard.too_much:
            raise TreeUnreadable(where, f"it has more than {limit:,} paths", "leave it out of the fleet")
        complaints.seek(0)
        said = complaints.read(_ERRORS_KEPT).decode("utf-8", "replace")
    answer = Answer(process.returncode, b"", said, killed)
    if answer.code:
        raise TreeUnreadable(where, answer.complaint)
    return bytes(heard.out)


@dataclass(slots=True)
class _Heard:
    limit: int
    out: bytearray = field(default_factory=bytearray)
    count: int = 0

    @property
    def too_much(self) -> bool:
        return self.count > self.limit or len(self.out) > self.limit * _RECORD_BYTES

    def add(self, chunk: bytes) -> None:
        self.out += chunk
        self.count += chunk.count(0)


def _listen(process: subprocess.Popen[bytes], heard: _Heard) -> None:
    """Hear a process out, or stop it where it says too much."""
    with process:
        assert process.stdout is not None  # noqa: S101 - spawn always opens it
        pipe = process.stdout.fileno()
        try:
            while not heard.too_much and (chunk := os.read(pipe, _CHUNK)):
                heard.add(chunk)
        except BaseException:
            kill(process)
            raise
        if heard.too_much:
            kill(process)
