"""One record of any source as an entry of the inventory, and many entries as one list.

A record is a slug or a URL, or a mapping with ``slug`` or ``url`` (or both) and, where known,
``default_branch``, ``archived``, ``fork`` and ``private``. Other keys and columns belong to whoever wrote the
file and are passed over.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from gitops_assets.core.fleet.faults import InventoryFault
from gitops_assets.core.model import InventoryEntry
from gitops_assets.core.remote_url import redact
from gitops_assets.core.slug import check_slug, slug_from_url

LONGEST_FIELD = 1000

_URL = re.compile(r"[a-z][a-z0-9+.-]*://|[^/:]+:(?!//)|/|\.{1,2}/|~", re.IGNORECASE)
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": None}
_WRITE = "write a slug (owner/name), a URL, or 'slug:' and 'url:'"


def entry_of(record: object, source: str, place: str, line: int | None = None) -> InventoryEntry:
    """One record as an entry, without any credential of its URL.

    ``place`` is what a message calls the record; raises :class:`InventoryFault`.
    """
    try:
        return _entry(record, source)
    except ValueError as error:
        raise InventoryFault(source, f"{place}: {error}", _WRITE, line) from None


def merged(entries: Iterable[InventoryEntry]) -> tuple[InventoryEntry, ...]:
    """One entry a slug, sorted: the first source decides, later ones fill what it left open.

    One source that knows a repository as archived, or as a fork, is enough.
    """
    known: dict[str, InventoryEntry] = {}
    for entry in entries:
        first = known.get(entry.slug)
        known[entry.slug] = _completed(first, entry) if first else entry
    return tuple(known[slug] for slug in sorted(known))


def is_url(text: str) -> bool:
    """Whether this names a place (``https://…``, ``git@host:path``, ``/srv/git/x``) rather than a slug."""
    return _URL.match(text) is not None


def has_credentials(url: str) -> bool:
    """Whether a URL carries what must not be stored: a password, a token, a query."""
    return redact(url) != url.strip()


def sound_slug(text: str) -> str:
    """The slug in Unicode's normal form C; ``ValueError`` says why it can be none."""
    return check_slug(unicodedata.normalize("NFC", text))


def _entry(record: object, source: str) -> InventoryEntry:
    fields = record if isinstance(record, Mapping) else _named(record)
    url, slug = _text(fields, "url"), _text(fields, "slug")
    if slug is None:
        slug = slug_from_url(url) if url else None
    if slug is None:
        raise ValueError("the URL names no repository" if url else "there is no slug and no url")
    return InventoryEntry(
        slug=sound_slug(slug),
        url=redact(url) if url else None,
        default_branch=_text(fields, "default_branch"),
        archived=_flag(fields, "archived") or False,
        fork=_flag(fields, "fork") or False,
        private=_flag(fields, "private"),
        source=source,
    )


def _named(record: object) -> dict[str, object]:
    if not isinstance(record, str):
        raise ValueError("neither a text nor a mapping")  # noqa: TRY004 - callers turn ValueError into a fault
    return {"url" if is_url(record.strip()) else "slug": record}


def _text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a text")  # noqa: TRY004 - callers turn ValueError into a fault
    if len(value) > LONGEST_FIELD or not value.strip().isprintable():
        raise ValueError(f"{name} is longer than {LONGEST_FIELD} characters or contains a control character")
    return value.strip() or None


def _flag(fields: Mapping[str, object], name: str) -> bool | None:
    value = fields.get(name)
    if value is None or isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else None
    if word not in _FLAGS:
        raise ValueError(f"{name} is neither true nor false")
    return _FLAGS[word]


def _completed(first: InventoryEntry, later: InventoryEntry) -> InventoryEntry:
    return replace(
        first,
        url=first.url or later.url,
        default_branch=first.default_branch or later.default_branch,
        archived=first.archived or later.archived,
        fork=first.fork or later.fork,
        private=later.private if first.private is None else first.private,
    )
