"""Long answers of git, read record by record and only to a limit."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

from gitops_assets.core.tree import PATH_LIMIT, TreeUnreadable
from resources.git.command import DEFAULT_TIMEOUT, Answer, environment, scratch, spawn
from resources.git.watchdog import WATCHDOG, kill

_CHUNK = 1 << 18
_ERRORS_KEPT = 4096
_RECORD_BYTES = 1024  # names are shorter by far; this bounds the memory that a hostile tree can take


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
            raise too_many(path, limit)
        complaints.seek(0)
        said = complaints.read(_ERRORS_KEPT).decode("utf-8", "replace")
    answer = Answer(process.returncode, b"", said, killed)
    if answer.code:
        raise TreeUnreadable(where, answer.complaint)
    return bytes(heard.out)


def exceeds(count: int, size: int, limit: int) -> bool:
    """Whether so many records of so many bytes together are more than is listed."""
    return count > limit or size > limit * _RECORD_BYTES


def too_many(path: bytes, limit: int) -> TreeUnreadable:
    """What is said of a repository with more paths than the limit."""
    return TreeUnreadable(os.fsdecode(path), f"it has more than {limit:,} paths", "leave it out of the fleet")


@dataclass(slots=True)
class _Heard:
    limit: int
    out: bytearray = field(default_factory=bytearray)
    count: int = 0

    @property
    def too_much(self) -> bool:
        """Whether more was said than anybody will read."""
        return exceeds(self.count, len(self.out), self.limit)

    def add(self, chunk: bytes) -> None:
        """Take in what git said."""
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
