"""Who is missing, who is extra, and whose remote is not the one that the inventory names.

A repository stands for an entry when it has its slug, whatever the case, or when its first remote, the one
that names it, leads to the entry's URL. So two clones of one remote share its entry, and a clone of a fork
does not stand for the original because it fetches from there too.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from gitops_assets.core.model import Inventory, InventoryEntry
from gitops_assets.core.remote_url import parse, same_repository
from gitops_assets.core.slug import slug_from_url

SameRepository = Callable[[str, str], bool]
"""Whether two remote URLs lead to one repository; true only for URLs whose paths end in one word."""


@dataclass(frozen=True, slots=True)
class Found:
    """A repository that is present: its slug and the URLs of its remotes, the one that names it first."""

    slug: str
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The fleet that is against the fleet that should be; everything is sorted by slug.

    ``listed`` gives the entry of every repository found that has one. ``mismatched`` are repositories found
    under a listed slug whose remotes do not include the listed URL.
    """

    missing: tuple[InventoryEntry, ...] = ()
    extra: tuple[str, ...] = ()
    mismatched: tuple[str, ...] = ()
    listed: dict[str, InventoryEntry] = field(default_factory=dict)


def match(found: Iterable[Found], inventory: Inventory, same: SameRepository = same_repository) -> Match:
    """Compare what is present with what should be.

    An archived entry is never missing. While a source of the inventory is unknown nothing is missing or
    extra, and without an inventory nothing is extra; a listed URL that does not fit is wrong all the same.
    """
    present = sorted(found, key=lambda repository: repository.slug)
    listing = _Listing(inventory.entries, same)
    standing = {repository.slug: listing.entries(repository) for repository in present}
    listed = {slug: entries[0] for slug, entries in standing.items() if entries}
    here = {entry for entries in standing.values() for entry in entries}
    known = inventory.configured and inventory.unknown is None
    absent = (entry for entry in listing.all if not entry.archived and entry not in here)
    return Match(
        missing=tuple(absent) if known else (),
        extra=tuple(slug for slug, entries in standing.items() if not entries) if known else (),
        mismatched=tuple(_mismatched(present, listed, same)),
        listed=listed,
    )


class _Listing:
    """Entries by slug and, for speed, by the last word of their URL: URLs of one repository share it."""

    def __init__(self, entries: Iterable[InventoryEntry], same: SameRepository) -> None:
        self.all = sorted(entries, key=lambda entry: entry.slug)
        self._same = same
        self._exact: dict[str, list[InventoryEntry]] = defaultdict(list)
        self._folded: dict[str, list[InventoryEntry]] = defaultdict(list)
        self._words: dict[str, list[InventoryEntry]] = defaultdict(list)
        for entry in self.all:
            self._exact[entry.slug].append(entry)
            self._folded[_folded(entry.slug)].append(entry)
            if entry.url:
                self._words[_last_word(entry.url)].append(entry)

    def entries(self, found: Found) -> list[InventoryEntry]:
        """All that a repository stands for, the nearest first."""
        return list(dict.fromkeys((*self._by_slug(found.slug), *self._by_url(found.urls[:1]))))

    def _by_slug(self, slug: str) -> list[InventoryEntry]:
        # Where the very slug is listed, one of another case is another repository.
        return self._exact.get(slug) or self._folded.get(_folded(slug), [])

    def _by_url(self, urls: Iterable[str]) -> Iterator[InventoryEntry]:
        for url in urls:
            for entry in self._words.get(_last_word(url), ()):
                if entry.url and self._same(entry.url, url):
                    yield entry
            named = self._by_slug(slug_from_url(url) or "")
            yield from (entry for entry in named if entry.url is None)


def _mismatched(
    present: list[Found], listed: dict[str, InventoryEntry], same: SameRepository
) -> Iterator[str]:
    for repository in present:
        wanted = listed[repository.slug].url if repository.slug in listed else None
        if wanted and not any(same(wanted, url) for url in repository.urls):
            yield repository.slug


def _folded(slug: str) -> str:
    return unicodedata.normalize("NFC", slug).casefold()


def _last_word(url: str) -> str:
    parts = parse(url).parts
    return parts[-1].casefold() if parts else url.strip()
