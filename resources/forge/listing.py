"""A listing that spans pages, walked to its end or not at all."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus

import httpx2

from resources.forge.calls import Calls, Reply
from resources.forge.model import ForgeUnavailable
from resources.forge.pages import Page, PageCache, Row, UnreadablePage, next_link, read_page
from resources.forge.refusal import Asker, limit, partial, refusal

PER_PAGE = 100
PAGE_LIMIT = 1000
"""Pages of one listing; more is a server that goes round in circles."""


@dataclass(frozen=True, slots=True)
class Listings:
    """The listings of one forge, asked through ``calls``; ``clock`` gives the second an answer arrived."""

    calls: Calls
    asker: Asker
    cache: PageCache | None
    clock: Callable[[], float]

    def rows(self, url: str) -> list[Row] | None:
        """All rows from an address on; None when its first page is 404.

        Raises :class:`ForgeUnavailable` when any page cannot be had: a shortened listing would make
        repositories look as if they should not exist.
        """
        page = self._page(url)
        if page is None:
            return None
        rows, seen = list(page.rows), {url}
        while (following := page.next) is not None:
            self._check(following, url, seen)
            page = self._page(following)
            if page is None:
                raise ForgeUnavailable(f"{self.asker.host} lost a page of the listing (404): try again")
            rows += page.rows
        return rows

    def login(self, url: str) -> str:
        """Whose token this is, or the empty text when it belongs to no user, as that of an app."""
        if not self.asker.has_token:
            return ""
        reply = self.calls.get(url)
        if reply.status == HTTPStatus.OK:
            return _login(reply)
        limited = limit(reply, self.asker, int(self.clock()))
        if limited is None and reply.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
            return ""
        raise limited or refusal(reply, self.asker, int(self.clock()))

    def _page(self, url: str) -> Page | None:
        try:
            return self._asked(url)
        except UnreadablePage as fault:
            why = f"{self.asker.host} did not answer as a forge does ({fault}): check the forge's address"
            raise ForgeUnavailable(why) from None

    def _asked(self, url: str) -> Page | None:
        known = self.cache.get(url) if self.cache else None
        reply = self.calls.get(url, known.etag if known else None)
        if reply.status == HTTPStatus.NOT_MODIFIED and known is not None:
            return replace(known, next=_next_of_unchanged(reply, known, url))
        if reply.status == HTTPStatus.NOT_FOUND:
            return None
        if reply.status != HTTPStatus.OK:
            raise refusal(reply, self.asker, int(self.clock()))
        return self._fresh(url, reply)

    def _fresh(self, url: str, reply: Reply) -> Page:
        withheld = partial(reply, self.asker)
        if withheld is not None:
            raise withheld
        page = read_page(reply)
        if self.cache:
            self.cache.put(url, page)
        return page

    def _check(self, following: str, url: str, seen: set[str]) -> None:
        # The token goes wherever we ask, so a listing never leaves the forge it began at.
        if _origin(following) != _origin(url):
            raise ForgeUnavailable(
                f"{self.asker.host} points to another host for its next page: check the forge's address"
            )
        if following in seen or len(seen) >= PAGE_LIMIT:
            raise ForgeUnavailable(f"the listing of {self.asker.host} has no end: check the forge's address")
        seen.add(following)


def _next_of_unchanged(reply: Reply, known: Page, url: str) -> str | None:
    # The tag speaks of the body alone: a page that was the last stays "unchanged" when another follows it.
    if "link" in reply.headers:
        return next_link(reply.headers)
    if known.next is None and len(known.rows) >= PER_PAGE:
        address = httpx2.URL(url)
        number = int(address.params.get("page", "1")) + 1
        return str(address.copy_set_param("page", number))
    return known.next


def _origin(url: str) -> tuple[str, str, int | None] | None:
    try:
        address = httpx2.URL(url)
    except httpx2.InvalidURL:
        return None
    return address.scheme, address.host, address.port


def _login(reply: Reply) -> str:
    try:
        user = json.loads(reply.body)
    except (ValueError, RecursionError):
        return ""
    return str(user.get("login", "")) if isinstance(user, dict) else ""
