"""One `dev` at a time on a home: a lock that tells who holds it, and ends with whoever does."""

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from resources.home import Home, HomeError

CLEARING = 15.0
"""Seconds that the guardian of a `dev` that was killed may take to end what that left running."""


class DevRuns(HomeError):  # noqa: N818 - reads as the sentence it is
    """Another `dev` runs on the home; the message says which, since when, and what to do."""


@contextmanager
def held(home: Home, said: Mapping[str, str]) -> Iterator[int]:
    """Hold the home for one `dev`, and give a descriptor for its guardian; ``said`` tells others of it.

    Locks are those of open files: the system lets go of them when the last process that has the file open
    ends, however it ends. The first one is this process's alone, the second one its guardian's, too: who
    comes next waits for that, so that nothing is left of the one before. Raises :class:`DevRuns`.
    """
    with _opened(home.path / "dev.lock") as own, _opened(home.path / "dev.guarded") as guarded:
        if not _locked(own):
            raise DevRuns(_told(home, _read(own)))
        written = {"process": os.getpid(), "since": int(time.time()), **said}
        os.ftruncate(own, 0)
        os.pwrite(own, json.dumps(written).encode(), 0)
        _wait(home, guarded)
        yield guarded
        os.ftruncate(own, 0)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(home: Home, guarded: int) -> None:
    deadline = time.monotonic() + CLEARING
    while not _locked(guarded):
        if time.monotonic() > deadline:
            raise DevRuns(
                f"a `gitops-assets dev` on the home {home.path} was killed, and what it left running does "
                "not end; look for processes with that home in their command line, and end them."
            )
        time.sleep(0.05)


def _read(descriptor: int) -> dict[str, object]:
    try:
        found = json.loads(os.pread(descriptor, 4096, 0))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _told(home: Home, who: Mapping[str, object]) -> str:
    since = who.get("since")
    process = who.get("process") or "unknown"
    moment = datetime.fromtimestamp(since).astimezone() if isinstance(since, int) else None
    when = f", since {moment:%Y-%m-%d %H:%M:%S %Z}" if moment else ""
    places = [f"{name} at {place}" for name in ("UI", "service") if (place := who.get(name))]
    return (
        f"`gitops-assets dev` already runs on the home {home.path}: process {process}{when}"
        f"{''.join(f', {place}' for place in places)}; use that one, end it with `kill {process}`, or set "
        "GITOPS_HOME to another folder."
    )
