"""Many repositories, a few at a time; whoever interrupts the work waits for nobody's git."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TypeVar

from resources.git.watchdog import WATCHDOG

T = TypeVar("T")
R = TypeVar("R")

_POOLS = count(1)


def in_threads(work: Callable[[T], R], items: Iterable[T], threads: int) -> list[R]:
    """What ``work`` gives for each item, in order; raises what it raises for the first that fails.

    When it ends early, by an error or by Ctrl-C, what is at work is killed and what waits is never begun.
    """
    name = f"git-{next(_POOLS)}-"
    pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
    try:
        return list(pool.map(work, items))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        _silence(name)
        raise
    finally:
        pool.shutdown(wait=True)


def _silence(name: str) -> None:
    """Kill again and again: a thread whose git was killed may ask git something else before it ends.

    The pool itself does not know a thread that it was interrupted in starting; the interpreter waits for it.
    """
    while any(thread.name.startswith(name) for thread in threading.enumerate()):
        WATCHDOG.kill_all()
        time.sleep(0.02)
