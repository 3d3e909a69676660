"""What follows when a program that should always run ends: begin it again after a pause, or give up."""

from dataclasses import dataclass

QUICK = 60.0
"""Seconds; who ran for longer began well, and its end is none in a row."""

MOST = 5
"""Quick ends in a row after which nobody tries any more."""

LONGEST_PAUSE = 15.0


@dataclass(frozen=True, slots=True)
class Next:
    """How many quick ends in a row there were, and after how many seconds to begin again; never for None."""

    quick: int
    pause: float | None


def after_end(quick: int, lived: float) -> Next:
    """What follows on an end after ``lived`` seconds, when there were ``quick`` quick ends before it."""
    if lived >= QUICK:
        return Next(0, 1.0)
    quick += 1
    return Next(quick, None if quick >= MOST else min(2.0 ** (quick - 1), LONGEST_PAUSE))
