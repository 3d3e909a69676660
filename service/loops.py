"""What the service does besides answering: named loops, each in a thread, begun again when they crash."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from resources.couriers.delivering import deliver, escalate
from resources.home import Home
from resources.notifiers.following import follow
from resources.store.store import Store

BODIES_KEPT = 7 * 86_400
"""Seconds for which the body of a delivery is kept after somebody acted on it."""

HOUR = 3_600.0
LONGEST_PAUSE = 60.0

_LOG = logging.getLogger("gitops.loops")


@dataclass(frozen=True, slots=True)
class Loop:
    """``run`` works until ``stop`` is set; whatever it raises lets it begin again after a pause."""

    name: str
    run: Callable[[Store, Home, threading.Event], None]


def forget_bodies(store: Store, _home: Home, stop: threading.Event) -> None:
    """Drop bodies of deliveries that were acted on a week ago, once an hour."""
    while True:
        forgotten = store.inbox.forget(int(time.time()) - BODIES_KEPT)
        if forgotten:
            _LOG.info("bodies of old deliveries were dropped", extra={"rows": forgotten})
        if stop.wait(HOUR):
            return


LOOPS: tuple[Loop, ...] = (
    Loop("forget-bodies", forget_bodies),
    Loop("deliver", deliver),
    Loop("escalate", escalate),
    Loop("follow-tickets", follow),
)


class Loops:
    """The running loops; ``crashes`` is told the name of one that has to begin again."""

    def __init__(
        self, loops: Sequence[Loop], store: Store, home: Home, crashes: Callable[[str], None] = lambda _: None
    ) -> None:
        self.names = tuple(loop.name for loop in loops)
        self.stop = threading.Event()
        self._crashes = crashes
        self._pausing: set[str] = set()
        self._threads = [
            threading.Thread(target=self._run, args=(loop, store, home), name=loop.name, daemon=True)
            for loop in loops
        ]
        for thread in self._threads:
            thread.start()

    @property
    def crashed(self) -> list[str]:
        """The loops that have crashed and not begun again yet."""
        return sorted(self._pausing)

    def close(self, seconds: float = 5.0) -> None:
        """Ask all to end, and wait so long for all together; what does not end goes with the process."""
        self.stop.set()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _run(self, loop: Loop, store: Store, home: Home) -> None:
        pause = 1.0
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                loop.run(store, home, self.stop)
            except Exception:  # noqa: BLE001 - whatever it was, the others and the service go on
                _LOG.exception("a loop crashed", extra={"loop": loop.name})
                self._crashes(loop.name)
            else:
                return
            # One that went well for long begins with short pauses again.
            pause = 1.0 if time.monotonic() - began > 10 * LONGEST_PAUSE else pause
            self._pausing.add(loop.name)
            self.stop.wait(pause)
            self._pausing.discard(loop.name)
            pause = min(2 * pause, LONGEST_PAUSE)
