"""Posting bytes to an address that somebody else named."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from ssl import SSLContext
from urllib.parse import urljoin, urlsplit

import httpcore2

from gitops_assets.core.outbox.refusal import Refused
from resources.couriers.guarded import Guarded, Resolve, deadline, resolved

_KEPT = 4096
"""Bytes of an answer that are read."""

_REDIRECTS = 3
_SAME_METHOD = (307, 308)
"""Redirects that ask for the same again elsewhere (RFC 9110, 15.4); the others turn a POST into a GET."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A receiver's answer: its status, its headers in lower case, and how its body begins."""

    status: int
    headers: Mapping[str, str]
    body: str


class Poster:
    """Keeps connections and is used by many threads. ``seconds`` is all that one post may take."""

    def __init__(self, *, allow_private: bool, seconds: float = 15, resolve: Resolve = resolved) -> None:
        self.allow_private = allow_private
        self._seconds = seconds
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_authorities(),
            max_connections=None,
            max_keepalive_connections=64,
            keepalive_expiry=15,
            network_backend=Guarded(allow_private=allow_private, resolve=resolve),
        )

    def close(self) -> None:
        """Hang up everywhere."""
        self._pool.close()

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer, of whatever status; raises :class:`Refused` where there is none.

        The same bytes and headers go where a 307 or 308 points, at most three times and never from https
        to http.
        """
        try:
            with deadline(self._seconds):
                return self._followed(url, headers, body)
        except Refused:
            raise
        except httpcore2.TimeoutException:
            raise Refused(f"{_host(url)} did not answer within {self._seconds:g} s") from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
            raise Refused(f"{_host(url)} could not be reached: {_reason(error)}") from None

    def _followed(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        for _ in range(_REDIRECTS + 1):
            sound = self._sound(url)
            answer = self._once(sound, headers, body)
            if answer.status not in _SAME_METHOD:
                return answer
            following = urljoin(url, answer.headers.get("location", ""))
            if url.startswith("https:") and not following.startswith("https:"):
                raise Refused(f"{_host(url)} redirects to what is not https", status=answer.status)
            url = following
        raise Refused(f"{_host(url)} redirects more than {_REDIRECTS} times")

    def _sound(self, url: str) -> str:
        """The address if messages may go there at all."""
        if fault := fault_of(url, allow_private=self.allow_private):
            raise Refused(f"the address cannot be posted to: {fault}")
        return url

    def _once(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        limits = dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)
        with self._pool.stream(
            "POST", url, headers=list(headers.items()), content=body, extensions={"timeout": limits}
        ) as response:
            text = bytearray()
            for chunk in response.iter_stream():
                text += chunk
                if len(text) >= _KEPT:
                    break
            named = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
            }
            return Answer(response.status, named, text[:_KEPT].decode("utf-8", "replace"))


def fault_of(url: str, *, allow_private: bool) -> str | None:
    """What is wrong with the address of a webhook, None if nothing is."""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "it is not a URL"
    if parts.scheme not in ("https", "http") or not named:
        return "it is not a URL of the form https://host/path"
    if not url.isascii() or not url.isprintable() or " " in url:
        return "it has characters that must be percent-encoded"
    if parts.username is not None or parts.password is not None:
        return "it holds a user or a password, which would be stored"
    if parts.scheme == "http" and not allow_private:
        return "it is not https, so anybody on the way could read it"
    return None


@lru_cache(maxsize=1)
def _authorities() -> SSLContext:
    # Reading the machine's certificates takes 50 ms; once is enough for any number of posters.
    return httpcore2.default_ssl_context()


def _host(url: str) -> str:
    return urlsplit(url).hostname or "the receiver"


def _reason(error: Exception) -> str:
    text = str(error).lower()
    if "certificate" in text:
        return "its certificate is not trusted"
    if "no address" in text:
        return "the name has no address"
    if "refused" in text:
        return "the connection was refused"
    return type(error).__name__
