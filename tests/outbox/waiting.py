"""Waiting for what other threads do."""

import time
from collections.abc import Callable


def waited_for(what: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it came true in time."""
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.01)
    return what()
