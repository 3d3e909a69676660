"""Git processes that take too long, or that nobody waits for any more, are killed with all they started."""

import contextlib
import os
import signal
import subprocess
import threading
import time


class Watchdog:
    """One thread that kills what outlives its deadline; ``subprocess`` timeouts poll and cost 1 ms a call."""

    def __init__(self, tick: float = 0.25) -> None:
        self._tick = tick
        self._deadlines: dict[subprocess.Popen[bytes], float] = {}
        self._killed: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._running = False

    def add(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        """Kill the process's group unless :meth:`remove` is called within ``seconds``."""
        with self._lock:
            self._deadlines[process] = time.monotonic() + seconds
            if not self._running:
                self._running = True
                threading.Thread(target=self._watch, name="git-watchdog", daemon=True).start()

    def remove(self, process: subprocess.Popen[bytes]) -> bool:
        """Stop watching; whether the process was killed."""
        with self._lock:
            self._deadlines.pop(process, None)
            killed = process in self._killed
            self._killed.discard(process)
            return killed

    def kill_all(self) -> None:
        """Kill everything that is being watched: nobody wants its answer any more."""
        with self._lock:
            for process in self._deadlines:
                kill(process)

    def _watch(self) -> None:
        while True:
            time.sleep(self._tick)
            with self._lock:
                if not self._deadlines:
                    self._running = False
                    return
                now = time.monotonic()
                for process in [p for p, deadline in self._deadlines.items() if deadline < now]:
                    del self._deadlines[process]
                    self._killed.add(process)
                    kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and what it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


WATCHDOG = Watchdog()
