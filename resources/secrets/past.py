"""Secrets in contents that only older commits have.

Asked are git-rev-list(1) for what is reachable, git-cat-file(1) for the contents and, where there are hits,
git-log(1) once for the commits that brought them. Bounded in contents, bytes and time; what is left out is
said.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from gitops_assets.core.gates.leak_facts import Leak, LeakFacts
from gitops_assets.core.gates.scanning import Hit, Scanner
from gitops_assets.core.tree import FILE_LIMIT, is_safe
from resources.git.batch import AHEAD, Batch
from resources.git.command import run
from resources.git.files import Refused
from resources.git.layout import Gone, layout_of
from resources.git.sizes import object_sizes
from resources.git.stamps import path_of

_LINE_BYTES = 1024
_HITS = 1000
"""Secrets of one history that are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much of a history is read: contents, their bytes together, and seconds."""

    contents: int = 100_000
    size: int = 1 << 30
    seconds: float = 120.0


class _Unlisted(Exception):  # noqa: N818 - git's own reason, told as it is
    pass


class _Enough(Exception):  # noqa: N818 - a signal to stop listening, never seen outside
    pass


def leaks_of(path: bytes, commit: str, scanner: Scanner, bounds: Bounds) -> LeakFacts:
    """What the scanner finds in contents that a commit can reach and its tree lacks. Never raises."""
    try:
        return _Search(path, commit, bounds).leaks(scanner)
    except _Unlisted as why:
        return LeakFacts(unknown=f"the history cannot be listed: {why}")
    except (OSError, Refused, Gone) as error:
        return LeakFacts(unknown=f"the history cannot be read: {error}")


class _Search:
    def __init__(self, path: bytes, commit: str, bounds: Bounds) -> None:
        self._path, self._commit, self._bounds = path, commit, bounds
        self._deadline = time.monotonic() + bounds.seconds
        self._left_out: str | None = None

    def leaks(self, scanner: Scanner) -> LeakFacts:
        """What the scanner finds in older contents, and why not all were read."""
        older = self._older()
        hits = dict(islice(self._scanned(self._affordable(older), scanner), _HITS))
        brought = self._brought(frozenset(hits)) if hits else {}
        leaks = [Leak(older[oid], brought.get(oid), hit) for oid, found in hits.items() for hit in found]
        full = f"only the first {_HITS:,} are told" if max(len(hits), len(leaks)) >= _HITS else None
        return LeakFacts(leaks=tuple(leaks[:_HITS]), unknown=self._left_out or full or self._cut())

    def _left(self) -> float:
        return max(1.0, self._deadline - time.monotonic())

    def _older(self) -> Mapping[str, str]:
        """By content what it was once called, without those that the tree has now."""
        if self._commit.startswith("-"):
            raise _Unlisted(f"{self._commit!r} names no commit")
        now = frozenset(
            line.split(b" ", 3)[2][:64].split(b"\t")[0]
            for line in self._lines("ls-tree", "-r", "--full-tree", self._commit)
        )
        asked = ("rev-list", "--objects", "--filter=object:type=blob", self._commit, "--")
        named = (
            line.partition(b" ")[::2] for line in self._lines(*asked, most=len(now) + self._bounds.contents)
        )
        older = {
            oid.decode("ascii", "replace"): path_of(name) for oid, name in named if name and oid not in now
        }
        return {oid: name if is_safe(name) else "." for oid, name in older.items()}

    def _lines(self, *arguments: str, most: int = 1_000_000) -> Sequence[bytes]:
        heard = _Heard(most)
        try:
            answer = run(self._path, arguments, timeout=self._left(), hear=heard.add)
        except _Enough:
            self._left_out = f"it has more than {self._bounds.contents:,} contents; the rest was not read"
            return bytes(heard.out).split(b"\n")[:most]
        if answer.code:
            raise _Unlisted(answer.complaint)
        return bytes(heard.out).split(b"\n")[:-1]

    def _affordable(self, oids: Iterable[str]) -> Iterator[str]:
        """Those that are small enough, until all of them together are too large."""
        some = tuple(oids)
        sizes, total = object_sizes(self._path, some, self._left()), 0
        for oid in some:
            size = sizes.get(oid, FILE_LIMIT + 1)
            total += size if size <= FILE_LIMIT else 0
            if total > self._bounds.size:
                self._left_out = (
                    f"its old contents have more than {self._bounds.size >> 20:,} MB; the rest was not read"
                )
                return
            if size <= FILE_LIMIT:
                yield oid

    def _scanned(self, oids: Iterator[str], scanner: Scanner) -> Iterator[tuple[str, tuple[Hit, ...]]]:
        batch = Batch(self._path, self._commit, self._bounds.seconds)
        try:
            while some := list(islice(oids, AHEAD)):
                if time.monotonic() > self._deadline:
                    self._left_out = (
                        f"reading it takes more than {self._bounds.seconds:.0f} s; the rest was not read"
                    )
                    return
                for oid, body in zip(some, batch.ask(some, FILE_LIMIT), strict=True):
                    if isinstance(body, bytes) and (hits := tuple(scanner.scan(body))):
                        yield oid, hits
        finally:
            batch.close()

    def _brought(self, oids: frozenset[str]) -> Mapping[str, str]:
        """By content the oldest commit that brought it; what is not known in time lacks."""
        told = _Told(oids)
        asked = (
            "log",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "-m",
            "--format=commit %H",
            self._commit,
            "--",
        )
        with suppress(OSError):
            run(self._path, asked, timeout=self._left(), hear=told.add)
        return told.brought

    def _cut(self) -> str | None:
        shallow = "shallow" in layout_of(self._path).entries
        return "the clone is shallow; what older commits hold is not here" if shallow else None


@dataclass(slots=True)
class _Heard:
    """What git said, up to so many lines."""

    most: int
    out: bytearray = field(default_factory=bytearray)
    lines: int = 0

    def add(self, chunk: bytes) -> None:
        """Take in what git said; raises :class:`_Enough` where that is too much."""
        self.out += chunk
        self.lines += chunk.count(b"\n")
        if self.lines > self.most or len(self.out) > self.most * _LINE_BYTES:
            raise _Enough


@dataclass(slots=True)
class _Told:
    """Commits as git tells them, newest first: the last that names a content is the one that brought it."""

    oids: frozenset[str]
    brought: dict[str, str] = field(default_factory=dict)
    commit: str = ""
    rest: bytes = b""

    def add(self, chunk: bytes) -> None:
        """Take in what git said of commits and of what they brought."""
        *lines, self.rest = (self.rest + chunk).split(b"\n")
        for line in lines:
            if line.startswith(b"commit "):
                self.commit = line[7:].decode("ascii", "replace")
            elif line.startswith(b":"):
                self._raw(line.split(b" ", 4))

    def _raw(self, fields: Sequence[bytes]) -> None:
        oid = fields[3].decode("ascii", "replace") if len(fields) > 4 else ""
        if oid in self.oids:
            self.brought[oid] = self.commit
