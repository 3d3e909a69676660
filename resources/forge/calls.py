"""GET requests to one forge: tried a few times, bounded in time and size, and counted."""

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

import httpx2

from resources.forge.model import ForgeUnavailable, ForgeUsage

TRIES = 3
"""How often one question is put when the forge stumbles (5xx, no answer in time, connection lost)."""

BACKOFF = 0.5
"""Seconds before the second try; each further wait is twice as long."""

PATIENCE = 15.0
"""Seconds one answer may take; GitHub itself gives up on a request after ten."""

BODY_LIMIT = 16 * 1024 * 1024
"""Bytes of one answer; a page of 100 repositories has about 600,000."""

_DIGITS = 10  # seconds of the epoch have as many until the year 2286


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the forge; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    def number(self, header: str) -> int | None:
        """A header that is a whole number of at most ten digits, else None."""
        text = self.headers.get(header, "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


class _Stumbled(ForgeUnavailable):
    """No answer now, but perhaps in a second."""


class Calls:
    """Asks through one client. ``sleep`` waits between tries, ``patience`` bounds each answer in seconds."""

    def __init__(
        self,
        client: httpx2.Client,
        *,
        sleep: Callable[[float], None] = time.sleep,
        patience: float = PATIENCE,
    ) -> None:
        self._client = client
        self._sleep = sleep
        self._patience = patience
        self.usage = ForgeUsage()

    def get(self, url: str, etag: str | None = None) -> Reply:
        """The answer, whatever its status; raises :class:`ForgeUnavailable` when none arrived."""
        for attempt in range(TRIES - 1):
            with contextlib.suppress(_Stumbled):
                reply = self._try(url, etag)
                if reply.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                    return reply
            self._sleep(BACKOFF * 2**attempt)
        return self._try(url, etag)

    def _try(self, url: str, etag: str | None) -> Reply:
        try:
            return self._once(url, etag)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            kind = _Stumbled if _passing(error) else ForgeUnavailable
            raise kind(self._why(url, error)) from None

    def _once(self, url: str, etag: str | None) -> Reply:
        deadline = time.monotonic() + self._patience
        headers = {"If-None-Match": etag} if etag else {}
        self.usage = replace(self.usage, calls=self.usage.calls + 1)
        with self._client.stream("GET", url, headers=headers, timeout=self._patience) as response:
            body = _whole(response, deadline)
            reply = Reply(response.status_code, {k.lower(): v for k, v in response.headers.items()}, body)
        self._note(reply)
        return reply

    def _note(self, reply: Reply) -> None:
        remaining, reset = reply.number("x-ratelimit-remaining"), reply.number("x-ratelimit-reset")
        self.usage = replace(
            self.usage,
            cached=self.usage.cached + (reply.status == HTTPStatus.NOT_MODIFIED),
            remaining=self.usage.remaining if remaining is None else remaining,
            reset=self.usage.reset if reset is None else reset,
        )

    def _why(self, url: str, error: Exception) -> str:
        # The library's own words may quote a header or a proxy's password: only their kind is told.
        host = host_of(url)
        if isinstance(error, httpx2.TimeoutException):
            return f"{host} did not answer within {self._patience:g} s: check the network and try again"
        if isinstance(error, httpx2.ConnectError) and "certificate" in str(error).lower():
            return (
                f"the certificate of {host} is not trusted: add its authority to this machine's trust store"
            )
        if isinstance(error, httpx2.ConnectError):
            return f"{host} could not be reached: check the network, the proxy and the forge's address"
        kind = type(error).__name__
        return f"the exchange with {host} broke off ({kind}): check the network and the proxy, then try again"


def host_of(url: str) -> str:
    """The host of an address, for messages: never the user name or password that may stand before it."""
    try:
        return httpx2.URL(url).host or "the forge"
    except httpx2.InvalidURL:
        return "the forge"


def _passing(error: Exception) -> bool:
    # Who is offline, or asks a wrong port, will still be in a second.
    return isinstance(error, httpx2.TransportError) and not isinstance(error, httpx2.ConnectError)


def _whole(response: httpx2.Response, deadline: float) -> bytes:
    # The library's timeout starts anew with every byte: a server that drips would hold us for ever.
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if time.monotonic() > deadline:
            raise httpx2.ReadTimeout("the answer took too long", request=response.request)
        if len(body) > BODY_LIMIT:
            host = response.url.host
            raise ForgeUnavailable(
                f"the answer of {host} is larger than {BODY_LIMIT:,} bytes: check the forge's address"
            )
    return bytes(body)
