"""What ``git status --porcelain=v2 --branch --show-stash -z`` says, as a value.

Format: git-status(1), "Porcelain Format Version 2" and "Pathname Format Notes and -z".
"""

from collections import Counter
from dataclasses import dataclass

from gitops_assets.core.model import CHANGED_LIMIT
from gitops_assets.core.text import display

RECORD_LIMIT = 1 << 20
"""Bytes of one record; paths are shorter by far, and this bounds what a hostile one can cost."""

_KEPT = 50 * CHANGED_LIMIT


class PorcelainError(ValueError):
    """The output is not porcelain v2; the message says at which record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One status. ``head`` is None before the first commit, ``branch`` None when detached.

    ``ahead`` and ``behind`` are None when there is no upstream to compare with. The four counts are entries
    of git's output: an untracked folder is one.
    """

    head: str | None = None
    branch: str | None = None
    upstream: str | None = None
    ahead: int | None = None
    behind: int | None = None
    stashes: int = 0
    staged: int = 0
    unstaged: int = 0
    untracked: int = 0
    conflicted: int = 0
    changed: tuple[str, ...] = ()


class StatusReader:
    """Reads a status piece by piece; of the paths it keeps only the first few, however many there are.

    Anything that is not porcelain v2 raises :class:`PorcelainError`.
    """

    def __init__(self) -> None:
        self._headers: dict[str, str] = {}
        self._counts = Counter[str]()
        self._changed: list[str] = []
        self._rest = b""
        self._skips_one = False

    def feed(self, chunk: bytes) -> None:
        """The next piece of the output, cut anywhere."""
        whole, end, self._rest = (self._rest + chunk).rpartition(b"\0")
        if len(self._rest) > RECORD_LIMIT:
            raise PorcelainError(f"git status gave a record of more than {RECORD_LIMIT:,} bytes")
        if end:
            for field in whole.decode("utf-8", "surrogateescape").split("\0"):
                self._read(field)

    def status(self) -> Status:
        """What was read, once the output has ended."""
        if self._rest:
            raise PorcelainError("git status ended in the middle of a record")
        headers, counts = self._headers, self._counts
        ahead, behind = _ahead_behind(headers.get("branch.ab"))
        return Status(
            head=_unless(headers.get("branch.oid"), "(initial)"),
            branch=_unless(headers.get("branch.head"), "(detached)"),
            upstream=headers.get("branch.upstream"),
            ahead=ahead,
            behind=behind,
            stashes=int(headers.get("stash", "0")),
            staged=counts["staged"],
            unstaged=counts["unstaged"],
            untracked=counts["?"],
            conflicted=counts["u"],
            changed=tuple(display(path) for path in sorted(self._changed)[:CHANGED_LIMIT]),
        )

    def _read(self, field: str) -> None:
        if self._skips_one or not field:  # the old name of what was renamed is a field of its own
            self._skips_one = False
            return
        kind, space, record = field[:1], field[1:2], field[2:]
        if kind not in "#12u?!" or space != " ":
            raise PorcelainError(f"git status gave a record of an unknown kind: {display(field)[:80]!r}")
        if kind == "#":
            name, _, value = record.partition(" ")
            self._headers[name] = value
        elif kind != "!":
            self._count(kind, record)
            self._keep(_path(kind, record))

    def _count(self, kind: str, record: str) -> None:
        if kind in "12":
            self._counts["staged"] += record[0] != "."
            self._counts["unstaged"] += record[1] != "."
        self._counts[kind] += 1
        self._skips_one = kind == "2"

    def _keep(self, path: str) -> None:
        self._changed.append(path)
        if len(self._changed) > _KEPT:
            self._changed = sorted(self._changed)[:CHANGED_LIMIT]


def _path(kind: str, record: str) -> str:
    columns = {"1": 7, "2": 8, "u": 9, "?": 0}[kind]
    parts = record.split(" ", columns)
    if len(parts) <= columns:
        raise PorcelainError(f"git status gave a record without a path: {display(record)[:80]!r}")
    return parts[columns]


def _ahead_behind(text: str | None) -> tuple[int | None, int | None]:
    if text is None:
        return None, None
    ahead, _, behind = text.partition(" ")
    try:
        return int(ahead), -int(behind)
    except ValueError:
        raise PorcelainError(f"git status gave a distance that is not two numbers: {text!r}") from None


def _unless(value: str | None, placeholder: str) -> str | None:
    return None if value == placeholder else value
