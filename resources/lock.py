"""One audit at a time on a home, and one process that makes it."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from resources.home import Home, HomeError


class HomeBusy(HomeError):  # noqa: N818 - reads as the sentence it is
    """Another process holds the home."""


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Hold the home's lock; raises :class:`HomeBusy` when another process does.

    Two audits at once would tell each other's changes. However a process ends, its lock ends with it.
    """
    lock = FileLock(home.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise HomeBusy(
            f"another audit is at work on the home {home.path}; wait until it ends, or set GITOPS_HOME to "
            "another folder."
        ) from None
    try:
        yield
    finally:
        lock.release()
