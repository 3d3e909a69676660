"""The parent's end of a child that renders: started when it is needed, killed when it takes too long."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from resources.programs.confinement import confine
from resources.programs.limits import Limits
from resources.programs.running import scrubbed

SECONDS = 20.0
"""How long one render may take."""

_STARTING = 60.0
_LONGEST = 64 << 20
_CHUNK = 1 << 18
_ROOT = str(Path(__file__).parents[2])


class Child:
    """One rendering process, which finds ``programs`` or none; not to be shared by threads at a time."""

    def __init__(self, *, programs: bool = False) -> None:
        self._room = tempfile.TemporaryDirectory(prefix="gitops-render-", ignore_cleanup_errors=True)
        folder = os.path.realpath(self._room.name)
        usual = scrubbed(folder)
        environment = {
            **usual,
            # Only trusted tasks need programs; and copier would ask git about every file that it writes.
            "PATH": usual["PATH"] if programs else "",
            "PYTHONPATH": _ROOT,
            "PYTHONSAFEPATH": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        argv = (sys.executable, "-m", "resources.templates.worker")
        wrapped, _ = confine(argv, Limits(seconds=10**6, memory=4096), folder)
        self._process = subprocess.Popen(
            wrapped,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            bufsize=0,
        )
        self._ready = False

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, job: Mapping[str, Any], seconds: float = SECONDS) -> dict[str, Any]:
        """The answer to one job: ``files``, or ``error`` with its place. After ``dead`` it is over."""
        if not self._ready:
            self._ready = self._line(_STARTING) is not None
            if not self._ready:
                self.close()
                return {"error": "the process that renders does not start", "dead": True}
        try:
            self._write(json.dumps(job).encode() + b"\n")
            line = self._line(seconds)
        except (BrokenPipeError, TimeoutError):
            line = None
        if line is not None:
            answer: dict[str, Any] = json.loads(line)
            return answer
        late = self._process.poll() is None
        self.close()
        why = (
            f"it takes longer than {seconds:g} seconds"
            if late
            else "it wants more memory or room than it may"
        )
        return {"error": why, "dead": True}

    def close(self) -> None:
        """End it and whatever it started."""
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with self._process:
            pass
        self._room.cleanup()

    def _write(self, message: bytes) -> None:
        assert self._process.stdin is not None  # noqa: S101 - opened above
        view = memoryview(message)
        while view:
            view = view[os.write(self._process.stdin.fileno(), view) :]

    def _line(self, seconds: float) -> bytes | None:
        """The next line; None when the child ended, takes too long or says too much."""
        assert self._process.stdout is not None  # noqa: S101 - opened above
        deadline = time.monotonic() + seconds
        parts: list[bytes] = []
        size = 0
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while size < _LONGEST and selector.select(max(0.0, deadline - time.monotonic())):
                chunk = os.read(self._process.stdout.fileno(), _CHUNK)
                if not chunk:
                    self._process.wait()
                    return None
                parts.append(chunk)
                size += len(chunk)
                if chunk.endswith(b"\n"):
                    return b"".join(parts)
        return None
