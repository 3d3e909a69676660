"""Repositories read at a commit: their manifests found, read once per content, and linked with each other."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.model import (
    Definition,
    Extractor,
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

GITLINK = "git:link"
"""Group of the definitions that say at which commit (value) the submodule at a path (name) stands."""


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
    """What each repository needs and offers, in the order given; one that cannot be read says why."""
    listings = in_threads(lambda target: _listed(target, how), targets, how.threads)
    keys = {each.reading for listing in listings for each in listing.manifests}
    remembered = how.memo.recall(keys)
    found = in_threads(lambda listing: _read(listing, remembered, how), listings, how.threads)
    how.memo.remember({key: document for each in found for key, document in each.new.items()})
    return [_scan(listing, each, how) for listing, each in zip(listings, found, strict=True)]


@dataclass(frozen=True, slots=True)
class _Listing:
    """The files of one repository that somebody wants to read."""

    target: Target
    manifests: tuple[Manifest, ...] = ()
    links: tuple[Definition, ...] = ()
    tree: CommitTree | None = None
    unknown: str | None = None


@dataclass(slots=True)
class _Found:
    rows: list[Row] = field(default_factory=list)
    new: dict[str, Document] = field(default_factory=dict)


def _listed(target: Target, how: Scanning) -> _Listing:
    if target.commit is None:
        return _Listing(target)
    tree = CommitTree(target.path, target.commit, timeout=how.timeout, only=how.analysis.may_want)
    try:
        manifests = tuple(_wanted(tree, how.analysis))
        links = tuple(
            Definition(group=GITLINK, name=path, value=commit, path=path, line=1)
            for path, commit in tree.modules().items()
        )
    except TreeUnreadable as why:
        return _Listing(target, unknown=why.why)
    except (GitUnusable, OSError) as error:
        return _Listing(target, unknown=str(error))
    return _Listing(target, manifests, links, tree)


def _wanted(tree: CommitTree, analysis: Analysis) -> Iterator[Manifest]:
    for path in tree.paths():
        for extractor in analysis.readers(path):
            blob = tree.oid(path)
            yield Manifest(path, extractor.id, blob, analysis.reading(extractor, path, blob))


def _read(listing: _Listing, remembered: Mapping[str, Document], how: Scanning) -> _Found:
    """The rows of every manifest: remembered ones as they are, the others read in one go and extracted."""
    found = _Found(list(listing.links))
    unread: dict[str, list[Manifest]] = {}
    for each in listing.manifests:
        if each.reading in remembered:
            found.rows += rows_from(remembered[each.reading])
        else:
            unread.setdefault(each.path, []).append(each)
    if listing.tree is not None and unread:
        with listing.tree as tree:
            for answer in tree.read_many(unread):
                _extract(answer, unread[answer.path], how.analysis, found)
    how.seen()
    return found


def _extract(answer: Blob | Unread, wanted: Iterable[Manifest], analysis: Analysis, found: _Found) -> None:
    for each in wanted:
        extractor = analysis.named(each.extractor)
        rows = _rows(answer, extractor)
        found.rows += rows
        if isinstance(answer, Blob):
            found.new[each.reading] = rows_document(rows)


def _rows(answer: Blob | Unread, extractor: Extractor) -> tuple[Row, ...]:
    if isinstance(answer, Unread):
        return (Skipped(path=answer.path, reason=answer.why, extractor=extractor.id),)
    if answer.link:
        return ()  # what a link leads to is read where it stands
    return rows_of(answer.path, answer.body, extractor)


def _scan(listing: _Listing, found: _Found, how: Scanning) -> Scan:
    slug, commit = listing.target.slug, listing.target.commit
    if listing.unknown is not None:
        known = RepositoryDependencies(slug=slug, commit=commit, unknown=listing.unknown)
    else:
        known = replace(linked(slug, found.rows, how.analysis.linkers), commit=commit, seen=how.at)
    return Scan(known=known, analysis=how.analysis.version, manifests=listing.manifests)
