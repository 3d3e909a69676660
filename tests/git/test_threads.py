"""A few threads for many repositories, and what happens to git when nobody wants its answer any more."""

import os
import threading
import time
from pathlib import Path

import pytest

from resources.git.command import environment, run_with
from resources.git.threads import in_threads


def test_answers_come_in_the_order_of_the_questions() -> None:
    def slow_first(number: int) -> int:
        time.sleep(0.02 if number == 0 else 0)
        return number * number

    assert in_threads(slow_first, range(5), 3) == [0, 1, 4, 9, 16]


def test_an_error_kills_what_is_at_work_and_begins_nothing_more(tmp_path: Path) -> None:
    begun: list[int] = []

    def work(number: int) -> None:
        begun.append(number)
        if number == 0:
            time.sleep(0.2)
            raise ZeroDivisionError
        waiting(tmp_path)

    before = {thread.name for thread in threading.enumerate()}
    started = time.monotonic()
    with pytest.raises(ZeroDivisionError):
        in_threads(work, range(100), 2)
    assert time.monotonic() - started < 10
    assert len(begun) < 100
    assert {thread.name for thread in threading.enumerate()} <= before | {"git-watchdog"}


def waiting(folder: Path) -> None:
    """A git that waits for ever, on a pipe that nobody writes to."""
    pipe = folder / f"pipe-{threading.get_ident()}"
    if not pipe.exists():
        os.mkfifo(pipe)
    run_with(os.fsencode(folder), ("hash-object", "--no-filters", str(pipe)), environment(), 60)
