"""The files of one tree as gates see them: listed once, read when somebody asks, each at most once."""

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar, cast

from gitops_assets.core.gates.scanning import Hit, Hits, Memo, Scanner, hits_of
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.tree import FILE_LIMIT, Blob, Mode, Tree, Unread

T = TypeVar("T")
_SHOWN = 3
_SNIFFED = 8000
"""Bytes in which git looks for a NUL to tell a binary file (git's buffer_is_binary)."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that is text: UTF-8, undecodable bytes replaced; lines end as they stand in the file."""

    path: str
    text: str

    def line_of(self, offset: int) -> int:
        """The line, from 1, of a place in the text."""
        return self.text.count("\n", 0, offset) + 1


class TreeFacts:
    """A tree with the questions that gates ask of it. Raises what the tree raises when it cannot be listed.

    ``scanners`` are asked of contents and answer into ``memo``. Where ``changed`` is given, only hits in
    those files and their sizes are told: everything else stands in the base as well.
    """

    def __init__(
        self,
        tree: Tree,
        *,
        scanners: Sequence[Scanner] = (),
        memo: Memo | None = None,
        changed: frozenset[str] | None = None,
    ) -> None:
        self._tree, self._scanners, self._changed = tree, tuple(scanners), changed
        self._memo: Memo = {} if memo is None else memo
        self._read: dict[str, Blob | Unread] = {}
        self._made: dict[object, object] = {}

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every file and link, sorted by bytes."""
        return tuple(self._tree.paths())

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.paths)

    def __contains__(self, path: str) -> bool:
        return path in self._known

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that has a file somewhere below it, without a slash at the end."""
        return frozenset(path[:end] for path in self.paths for end in range(len(path)) if path[end] == "/")

    def mode(self, path: str) -> Mode:
        """File, executable or link."""
        return self._tree.mode(path)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Bytes of every file; where only changes matter, of those."""
        if self._changed is None:
            return dict(self._tree.sizes())
        return dict(self._tree.sizes([path for path in self.paths if path in self._changed]))

    def matching(self, *patterns: str) -> tuple[str, ...]:
        """Paths that fit a pattern, whatever their case: ``*`` also crosses folders (fnmatch)."""
        fits = _compiled(patterns).match
        return tuple(path for path, low in self._lowered if fits(low))

    @cached_property
    def _lowered(self) -> tuple[tuple[str, str], ...]:
        return tuple((path, path.lower()) for path in self.paths)

    def at_root(self, *patterns: str) -> tuple[str, ...]:
        """Files of the top folder whose name fits a pattern, whatever its case."""
        return tuple(path for path in self.matching(*patterns) if "/" not in path)

    def body(self, path: str) -> bytes:
        """The content; raises :class:`NotKnown` with the reason where it cannot be read."""
        answer = self._one(path)
        if isinstance(answer, Unread):
            raise NotKnown(f"{path} {answer.why}")
        return answer.body

    def text(self, path: str) -> TextFile:
        """A file as text; raises :class:`NotKnown` where it cannot be read or is binary."""
        body = self.body(path)
        if _binary(body):
            raise NotKnown(f"{path} is binary")
        return _text(path, body)

    def texts(self, paths: Iterable[str]) -> Iterator[TextFile]:
        """Those of the files that are text; what is binary or a link is left out.

        At the end :class:`NotKnown` is raised if any could not be read, so that nobody takes them for clean.
        """
        unread: list[Unread] = []
        for answer in self._many(tuple(paths)):
            if isinstance(answer, Unread):
                unread.append(answer)
            elif not answer.link and not _binary(answer.body):
                yield _text(answer.path, answer.body)
        _demand(unread)

    def asks(self, scanner: Scanner) -> bool:
        """Whether contents of this tree are asked by that scanner."""
        return scanner in self._scanners

    def hits(self, scanner: Scanner) -> Iterator[tuple[str, Hit]]:
        """What a scanner finds, by file; ends like :meth:`texts` where some could not be read."""
        place = self._scanners.index(scanner)
        scanned, unread = self._scanned
        for path, hits in scanned:
            yield from ((path, hit) for hit in hits[place])
        _demand(unread)

    def hits_in(self, path: str, scanner: Scanner) -> tuple[Hit, ...]:
        """What a scanner finds in one file, changed or not; raises :class:`NotKnown` where it is unread."""
        known = self._memo.get(self._tree.oid(path))
        if known is None or scanner not in self._scanners:
            return tuple(scanner.scan(self.body(path)))
        return known[self._scanners.index(scanner)]

    def once(self, make: Callable[["TreeFacts"], T]) -> T:
        """What ``make`` derives from this tree, worked out when it is first asked for and shared by gates."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    @cached_property
    def _scanned(self) -> tuple[list[tuple[str, Hits]], list[Unread]]:
        """Every file with its hits, where there are any, and what could not be read."""
        asked = [path for path in self.paths if self._tree.mode(path) is not Mode.LINK]
        if self._changed is not None:
            asked = [path for path in asked if path in self._changed]
        oids = {path: self._tree.oid(path) for path in asked}
        # What is known is taken now: whoever else has the memory may empty it while this tree is read.
        known = {oid: hits for oid in oids.values() if (hits := self._memo.get(oid)) is not None}
        fresh: dict[str, str] = {}
        for path, oid in oids.items():
            if oid not in known:
                fresh.setdefault(oid, path)
        unread: dict[str, Unread] = {}
        for answer in self._tree.read_many(fresh.values(), FILE_LIMIT):
            oid = oids[answer.path]
            if isinstance(answer, Unread):
                unread[oid] = answer
            else:
                known[oid] = self._memo[oid] = hits_of(answer.body, self._scanners)
        found = [(path, known[oid]) for path, oid in oids.items() if any(known.get(oid, ()))]
        return found, [Unread(path, unread[oid].why) for path, oid in oids.items() if oid in unread]

    def _one(self, path: str) -> Blob | Unread:
        return next(self._many((path,)))

    def _many(self, paths: Sequence[str]) -> Iterator[Blob | Unread]:
        new = [path for path in dict.fromkeys(paths) if path not in self._read]
        for answer in self._tree.read_many(new):
            self._read[answer.path] = answer
        return (self._read[path] for path in paths)


@lru_cache(maxsize=512)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    # One alternation is walked by C for each path; gates ask the same of every tree.
    return re.compile("|".join(fnmatch.translate(pattern.lower()) for pattern in patterns))


def _demand(unread: Sequence[Unread]) -> None:
    if unread:
        named = "; ".join(f"{each.path} {each.why}" for each in unread[:_SHOWN])
        more = f"; and {len(unread) - _SHOWN} more" if len(unread) > _SHOWN else ""
        raise NotKnown(f"not every file could be read: {named}{more}", (each.path for each in unread))


def _binary(body: bytes) -> bool:
    return b"\0" in body[:_SNIFFED]


def _text(path: str, body: bytes) -> TextFile:
    return TextFile(path, body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
