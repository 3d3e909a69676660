"""Pages of a listing: read tolerantly, kept on disk with their tags so that an unchanged one is free."""

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from resources.forge.calls import Reply

Row = dict[str, object]
"""One repository as the forge described it, reduced to :data:`FIELDS`."""

FIELDS = ("full_name", "clone_url", "html_url", "default_branch", "archived", "fork", "private")

NAME = re.compile(r"(?!\.{1,2}/)[\w.-]{1,100}/(?!\.{1,2}$)[\w.-]{1,100}", re.ASCII)
"""A repository's full name as GitHub allows it."""

_VERSION = 1
_IS_NEXT = r"\brel\s*=\s*\"?[^\",;]{0,50}\bnext\b"
_NEXT = re.compile(rf"<([^<>]+)>\s*;[^,<]*{_IS_NEXT}", re.IGNORECASE)
_SOME_NEXT = re.compile(_IS_NEXT, re.IGNORECASE)


class UnreadablePage(ValueError):  # noqa: N818 - reads as the sentence it is
    """The answer is no page of a list of named repositories."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, the address of the next, and the tag by which to ask whether it changed."""

    rows: tuple[Row, ...]
    next: str | None = None
    etag: str | None = None


def read_page(reply: Reply) -> Page:
    """The page in an answer; raises :class:`UnreadablePage` when one row cannot be told by name."""
    try:
        content = json.loads(reply.body)
    except (ValueError, RecursionError):
        raise UnreadablePage("the answer is not JSON") from None
    return Page(_rows(content), next_link(reply.headers), reply.headers.get("etag"))


def next_link(headers: Mapping[str, str]) -> str | None:
    """The address of the next page in a Link header (RFC 8288), None on the last page.

    Raises :class:`UnreadablePage` when there is a next page and its address cannot be read.
    """
    link = headers.get("link", "")
    found = _NEXT.search(link)
    if found is None and _SOME_NEXT.search(link):
        raise UnreadablePage("the answer names a next page without an address")
    return found.group(1) if found else None


def _rows(content: object) -> tuple[Row, ...]:
    if not isinstance(content, list):
        raise UnreadablePage("the answer is not a list")
    return tuple(_row(item) for item in content)


def _row(item: object) -> Row:
    if not isinstance(item, dict) or not NAME.fullmatch(str(item.get("full_name"))):
        raise UnreadablePage("the answer lists something that is not a repository")
    return {field: item[field] for field in FIELDS if field in item}


class PageCache:
    """Pages below a folder, one file each, readable by its owner only: they name private repositories."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, url: str) -> Page | None:
        """The page kept for an address; None when there is none or its file cannot be believed."""
        try:
            kept = json.loads(self._file(url).read_bytes())
            if kept["version"] != _VERSION or kept["url"] != url or not isinstance(kept["etag"], str):
                return None
            following = kept["next"] if isinstance(kept["next"], str) else None
            return Page(_rows(kept["rows"]), following, kept["etag"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def put(self, url: str, page: Page) -> None:
        """Keep a page that has a tag; a cache that cannot be written costs quota, never the answer."""
        if page.etag is None:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=".page-")
            try:
                with os.fdopen(descriptor, "w", encoding="ascii") as file:
                    json.dump({"version": _VERSION, "url": url, **asdict(page)}, file)
                Path(name).replace(self._file(url))
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise

    def _file(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode()).hexdigest()}.json"
