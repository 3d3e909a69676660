"""Connections to addresses that were looked at first.

The name is resolved once, here, every address of it is judged, and the connection is made to an address that
was judged and not to the name again: a name that answers differently the second time (DNS rebinding) gains
nothing, and neither does a redirect. TLS still asks for a certificate of the name.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2

from gitops_assets.core.outbox.addresses import refusal
from gitops_assets.core.outbox.refusal import Refused

Resolve = Callable[[str, int], Iterable[str]]
"""The addresses of a name; raises OSError for a name that has none."""

_DEADLINE: ContextVar[float | None] = ContextVar("deadline", default=None)
_SOCKETS = Iterable[tuple[Any, ...]]


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Everything that connections of this thread wait for in here takes no longer than that in all.

    A limit for each read is none for a receiver that answers a byte at a time.
    """
    token = _DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name in the order in which the system would try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Guarded(httpcore2.NetworkBackend):
    """Connects where it is allowed to, and gives every connection the deadline of whoever uses it."""

    def __init__(self, *, allow_private: bool, resolve: Resolve = resolved) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SOCKETS | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve, judge, connect to what was judged; raises :class:`Refused` for what is not allowed."""
        last: Exception | None = None
        for address in self._allowed(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, _left(timeout), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
            else:
                return _Timed(stream)
        raise last or httpcore2.ConnectError("the name has no address")

    def _allowed(self, host: str, port: int) -> list[str]:
        try:
            addresses = list(self._resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError("the name has no address") from error
        for address in addresses:
            if why := refusal(address, allow_private=self._allow_private):
                raise Refused(f"{host} is not sent to: {why}")
        return addresses


class _Timed(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read, but not beyond the deadline."""
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write, but not beyond the deadline."""
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same connection, encrypted."""
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - its shape
        """What the connection knows of itself."""
        return self._stream.get_extra_info(info)


def _left(timeout: float | None) -> float | None:
    end = _DEADLINE.get()
    if end is None:
        return timeout
    left = end - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the answer took too long")
    return left if timeout is None else min(timeout, left)
