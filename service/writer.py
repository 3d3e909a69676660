"""The one thread that writes the inbox: many deliveries in one transaction, each answered after its commit.

A commit waits for the disk. One a request would let requests wait for each other's disk writes; so while one
batch is being written the next one gathers, and the busier the service is the less a delivery costs.
"""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from gitops_assets.core.inbox.model import Received
from resources.store.errors import StoreError

ROWS = 500
BYTES = 8 * 1024 * 1024
"""How much one transaction writes; a single larger body goes alone."""

GATHERING = 0.003
"""Seconds for which a batch gathers: a transaction costs a millisecond of a core, however small it is."""

_LOG = logging.getLogger("gitops.inbox")

Add = Callable[[Sequence[Received]], list[int | None]]
"""Keeps deliveries and gives their numbers, None for those that were there before."""


class Unwritten(Exception):  # noqa: N818 - reads as the sentence it is
    """The delivery could not be kept; its sender has to send it again."""


class _Waiting(NamedTuple):
    received: Received
    answer: "asyncio.Future[int | None]"


class Writer:
    """Started and closed by the loop that asks.

    ``room`` deliveries may wait; ``seen`` is told how many rows a batch had, and how many seconds it took.
    """

    def __init__(
        self, add: Add, room: int, seen: Callable[[int, float], None] = lambda _rows, _seconds: None
    ) -> None:
        self._add = add
        self._room = room
        self._seen = seen
        self._queue: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._idle = False
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="inbox-writer", daemon=True)
        self._thread.start()

    @property
    def depth(self) -> int:
        """How many deliveries wait to be written."""
        return len(self._queue)

    @property
    def alive(self) -> bool:
        """Whether somebody writes."""
        return self._thread.is_alive()

    async def keep(self, received: Received) -> int | None:
        """The number of the delivery once it is on disk, None if it was before; raises :class:`Unwritten`."""
        if self._closing or len(self._queue) >= self._room:
            raise Unwritten("more arrives than can be written" if not self._closing else "the service ends")
        answer: asyncio.Future[int | None] = self._loop.create_future()
        with self._changed:
            self._queue.append(_Waiting(received, answer))
            if self._idle:
                self._changed.notify()
        return await answer

    def close(self) -> None:
        """Write what waits, and end."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while batch := self._next():
            self._write(batch)

    def _next(self) -> list[_Waiting]:
        with self._changed:
            while not self._queue and not self._closing:
                self._idle = True
                self._changed.wait()
                self._idle = False
        if len(self._queue) < ROWS and not self._closing:
            time.sleep(GATHERING)
        with self._changed:
            batch: list[_Waiting] = []
            size = 0
            while self._queue and len(batch) < ROWS and (not batch or size < BYTES):
                waiting = self._queue.popleft()
                size += len(waiting.received.body)
                batch.append(waiting)
            return batch

    def _write(self, batch: list[_Waiting]) -> None:
        began = time.perf_counter()
        try:
            numbers = self._add([waiting.received for waiting in batch])
        except Exception as error:  # noqa: BLE001 - a dead writer would let every request wait in vain
            if len(batch) > 1 and not isinstance(error, StoreError):
                # One of them is to blame, and the others shall not suffer for it.
                for waiting in batch:
                    self._write([waiting])
                return
            _LOG.exception("deliveries were not written", extra={"rows": len(batch)})
            self._tell(_fail, batch, Unwritten(f"the inbox cannot be written: {type(error).__name__}"))
            return
        self._seen(len(batch), time.perf_counter() - began)
        self._tell(_answer, batch, numbers)

    def _tell(self, how: Callable[..., None], batch: list[_Waiting], what: object) -> None:
        # A loop that is closed has no request left that could be answered.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(how, batch, what)


def _answer(batch: list[_Waiting], numbers: list[int | None]) -> None:
    for waiting, number in zip(batch, numbers, strict=True):
        if not waiting.answer.done():
            waiting.answer.set_result(number)


def _fail(batch: list[_Waiting], error: Unwritten) -> None:
    for waiting in batch:
        if not waiting.answer.done():
            waiting.answer.set_exception(error)
