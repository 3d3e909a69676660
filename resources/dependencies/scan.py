"""Repositories read at a commit: their manifests found, read once per content, and linked with each other."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Protocol

from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links.git_submodules import GITLINK
from gitops_assets.core.dependencies.model import (
    Definition,
    RepositoryDependencies,
    Row,
    Skipped,
)
from gitops_assets.core.dependencies.row_document import Document, rows_document, rows_from
from gitops_assets.core.tree import Blob, TreeUnreadable, Unread
from resources.dependencies.analysis import Analysis
from resources.git.command import DEFAULT_TIMEOUT, GitUnusable
from resources.git.threads import in_threads
from resources.git.tree import CommitTree
from resources.store.dependencies import Manifest, Scan

AT_ONCE = 64
"""Repositories whose git runs on between the listing of their files and the reading of them."""


class Memo(Protocol):
    """What is remembered of files that were read before, by the key of the reading."""

    def recall(self, readings: Collection[str]) -> Mapping[str, Document]:
        """Those of these readings that are known."""
        ...

    def remember(self, found: Mapping[str, Document]) -> None:
        """Keep new ones."""
        ...


@dataclass(slots=True)
class InMemory:
    """A memo for one command."""

    known: dict[str, Document] = field(default_factory=dict)

    def recall(self, readings: Collection[str]) -> Mapping[str, Document]:
        """Those of these readings that are known."""
        return {key: self.known[key] for key in readings if key in self.known}

    def remember(self, found: Mapping[str, Document]) -> None:
        """Keep new ones."""
        self.known.update(found)


@dataclass(frozen=True, slots=True)
class Target:
    """A repository to read, and the commit; None for one without any commit yet."""

    slug: str
    path: bytes
    commit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanning:
    """How repositories are read; ``seen`` is told after each."""

    analysis: Analysis
    memo: Memo
    at: int
    threads: int = 4
    timeout: float = DEFAULT_TIMEOUT
    seen: Callable[[], None] = lambda: None


def scan(targets: Sequence[Target], how: Scanning) -> list[Scan]:
    """What each repository needs and offers, in the order given; one that cannot be read says why.

    A content that several repositories have is read once, for all of them, and so is what the files of a tree
    say together: a fleet is full of clones, forks and copies of one template.
    """
    readings = _Readings(how)
    listings = list(_taken(targets, readings))
    # What one lacks others may have: all of them are known now, and who came first must not matter.
    broken = [nth for nth, listing in enumerate(listings) if listing.unknown is not None]
    for nth, again in zip(broken, _taken([targets[nth] for nth in broken], readings), strict=True):
        listings[nth] = again
    scans = [_scan(listing, readings, how) for listing in listings]
    how.memo.remember(readings.new)
    return scans


@dataclass(frozen=True, slots=True)
class _Listing:
    """The files of one repository that somebody wants to read."""

    target: Target
    manifests: tuple[Manifest, ...] = ()
    links: tuple[Definition, ...] = ()
    tree: CommitTree | None = None
    unknown: str | None = None


Found = dict[str, tuple[Row, ...]]
"""What was found, by the key of the reading."""


@dataclass(slots=True)
class _Readings:
    """Everything that is known of files, from before and from now, and what it says together."""

    how: Scanning
    known: Found = field(default_factory=dict)
    new: dict[str, Document] = field(default_factory=dict)
    wanted: dict[tuple[str, str, bool], tuple[Manifest, ...]] = field(default_factory=dict)
    linked: dict[tuple[object, ...], RepositoryDependencies] = field(default_factory=dict)

    def recall(self, listings: Sequence[_Listing]) -> None:
        """Take over what the memo knows of these files."""
        keys = {each.reading for listing in listings for each in listing.manifests} - self.known.keys()
        self.known |= {key: rows_from(rows) for key, rows in self.how.memo.recall(keys).items()}

    def learn(self, found: Found) -> None:
        """Keep what was read now."""
        self.known |= found
        self.new |= {key: rows_document(rows) for key, rows in found.items()}

    def manifests(self, tree: CommitTree) -> Iterator[Manifest]:
        """The files of a tree that somebody reads; worked out once for the same content at the same path."""
        for path in tree.paths():
            same = (path, tree.oid(path), tree.is_link(path))
            if same not in self.wanted:
                self.wanted[same] = tuple(_manifests(*same, self.how.analysis))
            yield from self.wanted[same]

    def together(self, listing: _Listing, unread: Sequence[Row]) -> RepositoryDependencies:
        """What the files of a tree say; asked once for all trees that have the same."""
        keys = tuple(each.reading for each in listing.manifests if each.reading in self.known)
        same = (keys, listing.links, tuple(unread))
        if same not in self.linked:
            rows = chain(listing.links, unread, *(self.known[key] for key in keys))
            self.linked[same] = linked("", rows, self.how.analysis.linkers)
        return self.linked[same]


def _taken(targets: Sequence[Target], readings: _Readings) -> Iterator[_Listing]:
    """What there is in each repository, with all that is new in it read; a git runs for a few at a time."""
    rest, how = iter(targets), readings.how
    while some := list(islice(rest, AT_ONCE)):
        listings = in_threads(lambda target: _listed(target, readings), some, how.threads)
        readings.recall(listings)
        firsts = [(listing, mine) for listing, mine in _shares(listings, readings) if mine]
        for found in in_threads(lambda share: _read(*share, how), firsts, how.threads):
            readings.learn(found)
        for listing in listings:
            if listing.tree is not None:
                listing.tree.close()
        yield from listings


def _shares(
    listings: Sequence[_Listing], readings: _Readings
) -> Iterator[tuple[_Listing, tuple[Manifest, ...]]]:
    """Which of the unknown files each repository reads: the first that has a content reads it."""
    taken = set(readings.known)
    for listing in listings:
        mine = tuple(each for each in listing.manifests if each.reading not in taken)
        taken |= {each.reading for each in mine}
        yield listing, mine


def _listed(target: Target, readings: _Readings) -> _Listing:
    if target.commit is None:
        return _Listing(target)
    how = readings.how
    tree = CommitTree(target.path, target.commit, timeout=how.timeout, folders=how.analysis.folders)
    try:
        manifests = tuple(readings.manifests(tree))
        links = tuple(
            Definition(group=GITLINK, name=path, value=commit, path=path, line=1)
            for path, commit in tree.modules().items()
        )
    except TreeUnreadable as why:
        return _Listing(target, unknown=why.why)
    except (GitUnusable, OSError) as error:
        return _Listing(target, unknown=str(error))
    return _Listing(target, manifests, links, tree)


def _manifests(path: str, blob: str, link: bool, analysis: Analysis) -> Iterator[Manifest]:  # noqa: FBT001
    for extractor in analysis.readers(path, link=link):
        yield Manifest(path, extractor.id, blob, analysis.reading(extractor, path, blob))


def _read(listing: _Listing, wanted: Sequence[Manifest], how: Scanning) -> Found:
    """What extractors find in files of one repository; what cannot be read is left out."""
    by_path: dict[str, list[Manifest]] = {}
    for each in wanted:
        by_path.setdefault(each.path, []).append(each)
    found: Found = {}
    for answer in _answers(listing, by_path):
        if isinstance(answer, Blob):
            for each in by_path[answer.path]:
                found[each.reading] = rows_of(answer.path, answer.body, how.analysis.named(each.extractor))
    return found


def _answers(listing: _Listing, paths: Iterable[str]) -> Iterator[Blob | Unread]:
    if listing.tree is not None:
        with listing.tree as tree:
            yield from tree.read_many(paths)


def _scan(listing: _Listing, readings: _Readings, how: Scanning) -> Scan:
    slug, commit = listing.target.slug, listing.target.commit
    how.seen()
    if listing.unknown is not None:
        known = RepositoryDependencies(slug=slug, commit=commit, unknown=listing.unknown)
    else:
        together = readings.together(listing, _left_over(listing, readings, how))
        known = replace(together, slug=slug, commit=commit, seen=how.at)
    return Scan(known=known, analysis=how.analysis.version, manifests=listing.manifests)


def _left_over(listing: _Listing, readings: _Readings, how: Scanning) -> tuple[Skipped, ...]:
    """What this repository has and nobody could read so far: it is asked itself, and says why not."""
    left = [each for each in listing.manifests if each.reading not in readings.known]
    if not left:
        return ()
    readings.learn(_read(listing, left, how))
    why = {
        answer.path: answer.why
        for answer in _answers(listing, dict.fromkeys(each.path for each in left))
        if isinstance(answer, Unread)
    }
    return tuple(
        Skipped(path=each.path, reason=why[each.path], extractor=each.extractor)
        for each in left
        if each.path in why
    )
