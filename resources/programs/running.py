"""One program, run so that it can crash, hang, flood or fork and nothing else comes of it."""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from resources.programs.confinement import confine
from resources.programs.limits import Limits
from resources.programs.room import Room

_TICK = 0.1
_GRACE = 0.5
_CHUNK = 1 << 16
_COMPLAINTS = 64 << 10
"""Bytes of the error output that are kept."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended. ``unknown`` says why nobody may believe its output."""

    code: int
    out: bytes
    err: bytes
    unknown: str | None = None
    confined: tuple[str, ...] = ()


def run(
    argv: Sequence[str], folder: str, environment: Mapping[str, str], limits: Limits, stdin: bytes = b""
) -> Ran:
    """Run a program in a folder and give what it wrote; raises ``OSError`` where it cannot be started."""
    with started(argv, folder, environment, limits) as running:
        return running.watch(stdin)


def scrubbed(home: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The whole environment of a program: where programs are, and a home that is empty."""
    search = os.pathsep.join(
        part for part in os.environ.get("PATH", os.defpath).split(os.pathsep) if part.startswith(os.sep)
    )
    return {
        "PATH": search,
        "HOME": home,
        "TMPDIR": home,
        "XDG_CACHE_HOME": home,
        "XDG_CONFIG_HOME": home,
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "CI": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        **(more or {}),
    }


def started(argv: Sequence[str], folder: str, environment: Mapping[str, str], limits: Limits) -> "Running":
    """Start a program; leaving the block ends it and whatever it started."""
    wrapped, confined = confine(argv, limits, str(Path(folder).parent))
    process = subprocess.Popen(
        wrapped,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        bufsize=0,
    )
    return Running(process, limits, confined, Room.of(folder))


class Running:
    """A program that runs, with its three pipes; nothing waits for it longer than its limits say."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        limits: Limits,
        confined: tuple[str, ...] = (),
        room: Room | None = None,
    ) -> None:
        self._process, self._limits, self._confined, self._room = process, limits, confined, room
        self._deadline = time.monotonic() + limits.seconds
        self._selector = selectors.DefaultSelector()
        self._out, self._err = bytearray(), bytearray()
        self._read = 0
        self._unknown: str | None = None
        self._pending = memoryview(b"")
        for stream, kept in ((process.stdout, self._out), (process.stderr, self._err)):
            if stream is not None:
                os.set_blocking(stream.fileno(), False)
                self._selector.register(stream, selectors.EVENT_READ, kept)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        kill(self._process)
        self._selector.close()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    @property
    def confined(self) -> tuple[str, ...]:
        """What it could not do, in words."""
        return self._confined

    @property
    def complaints(self) -> bytes:
        """What it wrote to its error output so far."""
        return bytes(self._err)

    def watch(self, stdin: bytes = b"") -> Ran:
        """Read until it ends or has used up a limit, and end it."""
        self.send(stdin)
        self._hang_up_when_sent()
        while self._unknown is None and self._process.poll() is None:
            self._step()
            self._hang_up_when_sent()
        kill(self._process)
        self._drain()
        return Ran(
            self._process.returncode, bytes(self._out), bytes(self._err), self._unknown, self._confined
        )

    def send(self, text: bytes) -> None:
        """Write to its input as it reads; it may be that it never does."""
        stdin = self._process.stdin
        if stdin is None or stdin.closed or not text:
            return
        os.set_blocking(stdin.fileno(), False)
        self._pending = memoryview(bytes(self._pending) + text)
        if stdin not in self._selector.get_map():
            self._selector.register(stdin, selectors.EVENT_WRITE)

    def line(self) -> bytes | None:
        """The next line of its output, or None where none comes any more: :attr:`unknown` may say why."""
        while self._unknown is None:
            end = self._out.find(b"\n")
            if end >= 0:
                said = bytes(self._out[:end])
                del self._out[: end + 1]
                return said
            ended = self._process.poll() is not None
            if not self._step() and ended:
                return None
        return None

    @property
    def unknown(self) -> str | None:
        """Which limit it used up."""
        return self._unknown

    def _step(self) -> bool:
        """Read and write what is ready; whether anything was."""
        moved = False
        for key, _ in self._selector.select(_TICK):
            if key.data is None:
                self._write()
            else:
                moved |= self._take(key.fileobj, key.data)
        self._unknown = self._unknown or self._excess()
        return moved

    def _take(self, stream: object, kept: bytearray) -> bool:
        try:
            piece = os.read(stream.fileno(), _CHUNK)  # type: ignore[attr-defined] # a pipe of Popen
        except BlockingIOError:
            return False
        if not piece:
            self._selector.unregister(stream)  # type: ignore[arg-type] # the same pipe
            return False
        self._read += len(piece)
        if kept is self._out or len(kept) < _COMPLAINTS:
            kept += piece
        return True

    def _write(self) -> None:
        stdin = self._process.stdin
        if stdin is None:
            return
        try:
            self._pending = self._pending[os.write(stdin.fileno(), self._pending[:_CHUNK]) :]
        except BlockingIOError:
            return
        except OSError:
            self._pending = memoryview(b"")
        if not self._pending:
            self._selector.unregister(stdin)

    def _hang_up_when_sent(self) -> None:
        stdin = self._process.stdin
        if stdin is not None and not stdin.closed and not self._pending:
            with contextlib.suppress(OSError):
                stdin.close()

    def _excess(self) -> str | None:
        if time.monotonic() > self._deadline:
            return f"it did not end within {self._limits.seconds:g} seconds"
        if self._read > self._limits.output << 10:
            return f"it wrote more than {self._limits.output:,} kilobytes"
        if descendants(self._process.pid, self._limits.processes) > self._limits.processes:
            return f"it had more than {self._limits.processes} processes at a time"
        return self._room.excess() if self._room else None

    def _drain(self) -> None:
        """What is left in the pipes; somebody who got away may hold them open for ever."""
        end = time.monotonic() + _GRACE
        pipes = (self._process.stdout, self._process.stderr)
        while time.monotonic() < end and any(pipe in self._selector.get_map() for pipe in pipes if pipe):
            if not self._step() and not self._selector.select(0):
                break
            if self._read > self._limits.output << 10:
                self._unknown = self._unknown or f"it wrote more than {self._limits.output:,} kilobytes"
                break


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a program and its process group; with a namespace of processes, everything it ever started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def descendants(root: int, enough: int) -> int:
    """How many processes a process has started that still run; counting ends at ``enough``."""
    seen, waiting = 0, [root]
    while waiting and seen <= enough:
        children = _children(waiting.pop())
        seen += len(children)
        waiting += children
    return seen


def _children(pid: int) -> list[int]:
    try:
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []
