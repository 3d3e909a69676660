"""Connections that do not wait for ever and do not read headers without end, which uvicorn alone would do."""

from asyncio import TimerHandle, Transport
from collections.abc import Callable
from functools import partial
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.settings import Limits


class BoundedProtocol(HttpToolsProtocol):
    """HTTP/1.1 whose requests have to begin, to end their headers and to end as a whole in time.

    Whoever is too slow is cut off. An error raised by one of the parser's callbacks is answered with 400 and
    ends the connection; so are headers that are too large.
    """

    def __init__(self, limits: Limits, **fields: Any) -> None:  # noqa: ANN401 - what uvicorn gives
        super().__init__(**fields)
        self._limits = limits
        self._alarm: TimerHandle | None = None
        self._reading_headers = False
        self._head = 0

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override] # narrower than asyncio says
        """Wait for the first request, not longer than for any other's headers."""
        super().connection_made(transport)
        self._within(self._limits.headers_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._within(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; headers that are not whole after so many bytes never will be."""
        went_on = self._reading_headers
        super().data_received(data)
        self._head += len(data) if went_on and self._reading_headers else 0
        if self._reading_headers and self._head > self._limits.headers and not self.transport.is_closing():
            self.send_400_response("The headers are too large.")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._reading_headers, self._head = True, 0
        self._within(self._limits.headers_seconds)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count what headers take, also where all of them come at once."""
        super().on_header(name, value)
        self._head += len(name) + len(value)
        if self._head > self._limits.headers:
            raise ValueError("the headers are too large")

    def on_headers_complete(self) -> None:
        """The body follows."""
        self._reading_headers = False
        self._within(self._limits.message_seconds)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is here; how long the answer takes is up to us."""
        self._within(None)
        super().on_message_complete()

    def _within(self, seconds: float | None) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = None if seconds is None else self.loop.call_later(seconds, self._cut_off)

    def _cut_off(self) -> None:
        self.transport.abort()


def bounded(limits: Limits) -> Callable[..., BoundedProtocol]:
    """What uvicorn makes a protocol with for each connection."""
    return partial(BoundedProtocol, limits)
