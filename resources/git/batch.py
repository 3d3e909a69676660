"""One ``git cat-file --batch`` process that answers for many objects (git-cat-file(1), "BATCH OUTPUT")."""

import contextlib
import os
import subprocess
import threading
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import IO, cast

from resources.git.command import DEFAULT_TIMEOUT, environment, run, spawn
from resources.git.objects import is_named
from resources.git.watchdog import WATCHDOG, kill

AHEAD = 7
"""Questions asked before the first answer is read. They fit into the smallest pipe (512 bytes, POSIX), so
that writing them never waits for git while git waits for us."""

FORGED = "is not what its object id says: the object is damaged or forged"

ABSENT = "is not in this clone, and nothing is fetched to read it"

_DRAINED = 32 << 20  # bytes of an unwanted answer that cost less to read away than a new process does
_CHUNK = 1 << 20
_DEATHS = 20
_MISSING = ("rev-list", "--objects", "--no-walk", "--missing=print", "--no-object-names")

Answer = bytes | str
"""The content of an object, or the reason why there is none (it completes "the file …")."""


class Batch:
    """The objects of one commit, by id. Git starts at the first question; safe between threads."""

    def __init__(self, path: bytes, commit: str, timeout: float = DEFAULT_TIMEOUT) -> None:
        self._path, self._commit, self._timeout = path, commit, timeout
        self._talk: _Talk | None = None
        self._missing: frozenset[str] = frozenset()
        self._deaths = 0
        self._lock = threading.Lock()

    def ask(self, oids: Sequence[str], limit: int, kind: bytes = b"blob") -> list[Answer]:
        """One answer for each object, none with more than ``limit`` bytes or of another kind."""
        answers: list[Answer] = []
        with self._lock:
            while len(answers) < len(oids):
                answers += self._round(oids[len(answers) : len(answers) + AHEAD], limit, kind)
        return answers

    def close(self) -> None:
        """End git; a later question starts it again."""
        with self._lock:
            self._end()

    def _round(self, oids: Sequence[str], limit: int, kind: bytes) -> list[Answer]:
        """Answers to the first of these questions, at least to one."""
        if oids[0] in self._missing:
            return [ABSENT]
        if self._deaths >= _DEATHS:
            return ["was not asked for: git failed too often on this repository"]
        asked = list(takewhile(lambda oid: oid not in self._missing, oids))
        answers: list[Answer] = []
        try:
            self._exchange(asked, _Wanted(kind, limit), answers)
        except (EOFError, OSError, ValueError):
            answers.append(self._died(asked[len(answers)]))
        except BaseException:
            self._end()  # an answer that was not read would be taken for the next one
            raise
        return answers

    def _exchange(self, oids: Sequence[str], wanted: "_Wanted", answers: list[Answer]) -> None:
        self._talk = talk = self._talk or _Talk(self._path)
        with talk.within(self._timeout):
            talk.ask(oids)
            while len(answers) < len(oids) and not talk.over:
                answers.append(talk.answer(wanted))
        if talk.over:
            self._end()

    def _died(self, oid: str) -> str:
        late = self._talk is not None and self._talk.late
        self._end()
        self._deaths += 1
        if late:
            return "was not read: git did not answer in time"
        if self._deaths == 1:
            self._missing = _missing(self._path, self._commit)
        return ABSENT if oid in self._missing else "could not be read by git: its object is damaged"

    def _end(self) -> None:
        if self._talk:
            self._talk.stop()
        self._talk = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: bytes
    limit: int


class _Talk:
    """A running ``cat-file --batch``: ``over`` when it must not be asked again, ``late`` when killed."""

    def __init__(self, path: bytes) -> None:
        pipe, silent = subprocess.PIPE, subprocess.DEVNULL
        self.process = spawn(path, ("cat-file", "--batch"), environment(), stdin=pipe, stderr=silent)
        self.stop = weakref.finalize(self, _stop, self.process)
        self.over = self.late = False
        self._questions = cast("IO[bytes]", self.process.stdin).fileno()
        self._answers = cast("IO[bytes]", self.process.stdout)

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Let git be killed if what happens inside takes longer."""
        WATCHDOG.add(self.process, seconds)
        try:
            yield
        finally:
            self.late = WATCHDOG.remove(self.process)

    def ask(self, oids: Sequence[str]) -> None:
        """Put these questions; the answers come in their order."""
        os.write(self._questions, "".join(f"{oid}\n" for oid in oids).encode())

    def answer(self, wanted: _Wanted) -> Answer:
        """The next object; ``EOFError`` when git ended instead."""
        header = self._answers.readline().split()
        if not header:
            raise EOFError
        if header[-1] == b"missing":
            return ABSENT
        kind, size = header[1], int(header[2])
        if kind != wanted.kind or size > wanted.limit:
            self._discard(size + 1)
            too_large = f"has {size:,} bytes, more than {wanted.limit:,}"
            return too_large if kind == wanted.kind else "is not a file"
        body = self._answers.read(size + 1)
        if len(body) <= size:
            raise EOFError
        # Git does not look at this, and what is known of an id holds for every repository that names it.
        return body[:-1] if is_named(header[0].decode(), kind, body[:-1]) else FORGED

    def _discard(self, size: int) -> None:
        self.over = size > _DRAINED
        while size and not self.over:
            size -= len(self._answers.read(min(size, _CHUNK))) or size


def _stop(process: subprocess.Popen[bytes]) -> None:
    kill(process)
    with process:
        pass


def _missing(path: bytes, commit: str) -> frozenset[str]:
    """What a partial clone left out of a commit; git-rev-list(1) finds out without fetching it."""
    try:
        answer = run(path, (*_MISSING, commit))
    except OSError:
        return frozenset()
    return frozenset(
        line[1:].decode("ascii", "replace") for line in answer.out.splitlines() if line[:1] == b"?"
    )
