"""Ends what a keeper left running when it was killed: a process of its own that outlives it by seconds.

It reads the numbers of process groups from its input, ``+N`` for one that began and ``-N`` for one that is
gone; the input ends when the keeper does, however it does. Standard library only: it is run as a file.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable

GRACE = 4.0
"""Seconds between the request to end and the end."""


def main() -> None:
    """Listen, and end what is left when nobody speaks any more."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        (groups.add if line.startswith("+") else groups.discard)(group)
    end(groups)


def end(groups: Iterable[int], grace: float = GRACE) -> None:
    """Ask every group to end, wait for them, and kill what does not."""
    left = {group for group in groups if told(group, signal.SIGTERM)}
    deadline = time.monotonic() + grace
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {group for group in left if told(group, 0)}
    for group in left:
        told(group, signal.SIGKILL)


def told(group: int, number: int) -> bool:
    """Whether there was anybody in the group to tell."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
