"""JSON to and from one service, with every way of failing as a :class:`Refused` that says what to do.

Redirects are not followed: a token goes to the address that was configured and to no other.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx2

from gitops_assets.core.outbox.refusal import Refused
from gitops_assets.core.text import display

PATIENCE = 15.0
"""Seconds that one answer may take."""

BODY_LIMIT = 8 * 1024 * 1024
LONGEST_WHY = 300

_ABSENT = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_PASSING = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY, HTTPStatus.LOCKED}
)


A_PAGE, MOST_PAGES = 100, 10
"""Rows that GitHub and GitLab give at once at most, and how many pages are looked through."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said; ``body`` is None where it was no JSON."""

    status: int
    headers: Mapping[str, str]
    body: Any


class Calls:
    """Asks one service. ``headers`` is called for each request: secrets are read when they are needed."""

    def __init__(
        self, base: str, headers: Callable[[], Mapping[str, str]], clock: Callable[[], float] = time.time
    ) -> None:
        self._base = base.rstrip("/")
        self._headers = headers
        self._clock = clock
        self._client = httpx2.Client(timeout=PATIENCE, follow_redirects=False)

    def ask(self, method: str, path: str, document: object = None, **query: str) -> Answer:
        """The answer if it is a success; raises :class:`Refused` otherwise."""
        answer = self._asked(method, path, document, query)
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise refusal(answer, self._host, self._clock())
        return answer

    def find(self, method: str, path: str, document: object = None, **query: str) -> Answer | None:
        """The same, but None for what is not there."""
        answer = self._asked(method, path, document, query)
        if answer.status in _ABSENT:
            return None
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise refusal(answer, self._host, self._clock())
        return answer

    def pages(self, path: str) -> list[dict[str, Any]]:
        """The rows of a list that is given a hundred at a time, a thousand at most."""
        found: list[dict[str, Any]] = []
        for page in range(1, MOST_PAGES + 1):
            rows = rows_of(self.ask("GET", path, per_page=str(A_PAGE), page=str(page)).body)
            found += rows
            if len(rows) < A_PAGE:
                break
        return found

    @property
    def _host(self) -> str:
        return httpx2.URL(self._base).host

    def _asked(self, method: str, path: str, document: object, query: Mapping[str, str]) -> Answer:
        headers = {"User-Agent": "gitops-assets", "Accept": "application/json", **self._headers()}
        content = None if document is None else json.dumps(document).encode()
        if content is not None:
            headers["Content-Type"] = "application/json"
        deadline = time.monotonic() + PATIENCE
        try:
            with self._client.stream(
                method, self._base + path, params=query or None, content=content, headers=headers
            ) as response:
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > BODY_LIMIT or time.monotonic() > deadline:
                        raise Refused(f"{self._host} answers without an end: check the address")
                found = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, found, _json(bytes(body)))
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            # The library's own words may quote a header or a proxy's password: only their kind is told.
            kind = type(error).__name__
            raise Refused(f"{self._host} gave no answer ({kind}): check network and address") from None


def rows_of(body: object) -> list[dict[str, Any]]:
    """A list of mappings, whatever else may stand in it."""
    return [row for row in body if isinstance(row, dict)] if isinstance(body, list) else []


def refusal(answer: Answer, host: str, now: float) -> Refused:
    """What an answer that is no success means: to wait, to come back later, or to give up."""
    why = f"{host} answered {answer.status}"
    said = _said(answer.body)
    if said:
        why += f": {said}"
    wait = _wait(answer, now)
    limited = answer.status == HTTPStatus.FORBIDDEN and wait is not None
    passing = answer.status in _PASSING or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    permanent = not (limited or passing or answer.status == HTTPStatus.TOO_MANY_REQUESTS)
    return Refused(why, permanent, wait, answer.status)


def _wait(answer: Answer, now: float) -> float | None:
    after = _number(answer.headers.get("retry-after", ""))
    if after is not None:
        return after
    if answer.headers.get("x-ratelimit-remaining", answer.headers.get("ratelimit-remaining")) != "0":
        return None
    reset = _number(answer.headers.get("x-ratelimit-reset", answer.headers.get("ratelimit-reset", "")))
    return None if reset is None else max(0.0, reset - now)


def _number(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdigit() and len(text) <= 10 else None


def _said(body: object) -> str:
    """The service's own words, if it has any; they go through ``display`` like everything from outside."""
    if not isinstance(body, dict):
        return ""
    said = body.get("message") or body.get("error") or body.get("errorMessages") or body.get("errors") or ""
    text = said if isinstance(said, str) else json.dumps(said)
    return display(text)[:LONGEST_WHY]


def _json(body: bytes) -> object:
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None
