"""Long answers of git, read record by record and only to a limit."""

import os
import selectors
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

from gitops_assets.core.tree import PATH_LIMIT, TreeUnreadable
from resources.git.command import DEFAULT_TIMEOUT, Answer, environment, spawn
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
    try:
        process = spawn(path, arguments, environment())
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
    answer = Answer(process.returncode, b"", heard.errors.decode("utf-8", "replace"), killed)
    if answer.code:
        raise TreeUnreadable(where, answer.complaint)
    return bytes(heard.out)


@dataclass(slots=True)
class _Heard:
    limit: int
    out: bytearray = field(default_factory=bytearray)
    errors: bytes = b""
    count: int = 0

    @property
    def too_much(self) -> bool:
        return self.count > self.limit or len(self.out) > self.limit * _RECORD_BYTES

    def add(self, chunk: bytes) -> None:
        self.out += chunk
        self.count += chunk.count(0)

    def complain(self, chunk: bytes) -> None:
        self.errors = (self.errors + chunk)[:_ERRORS_KEPT]


def _listen(process: subprocess.Popen[bytes], heard: _Heard) -> None:
    """Hear a process out on both pipes at once, or stop it where it says too much."""
    with process, selectors.DefaultSelector() as ready:
        ready.register(process.stdout or 1, selectors.EVENT_READ, heard.add)
        ready.register(process.stderr or 2, selectors.EVENT_READ, heard.complain)
        try:
            while ready.get_map() and not heard.too_much:
                _hear(ready)
        except BaseException:
            kill(process)
            raise
        if heard.too_much:
            kill(process)


def _hear(ready: selectors.DefaultSelector) -> None:
    for key, _ in ready.select():
        chunk = os.read(key.fd, _CHUNK)
        if chunk:
            key.data(chunk)
        else:
            ready.unregister(key.fileobj)
