"""What ``git status --porcelain=v2 --branch --show-stash -z`` says, as a value.

Format: git-status(1), "Porcelain Format Version 2" and "Pathname Format Notes and -z".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.model import CHANGED_LIMIT
from gitops_assets.core.text import display


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


def parse_status(out: bytes) -> Status:
    """Read the whole output of one status; raises :class:`PorcelainError` for anything else."""
    headers: dict[str, str] = {}
    staged = unstaged = untracked = conflicted = 0
    changed: list[str] = []
    for kind, record in _records(out):
        if kind == "#":
            name, _, value = record.partition(" ")
            headers[name] = value
            continue
        if kind in "12":
            staged += record[0] != "."
            unstaged += record[1] != "."
        elif kind == "u":
            conflicted += 1
        elif kind == "?":
            untracked += 1
        if kind != "!":
            changed.append(_path(kind, record))
    ahead, behind = _ahead_behind(headers.get("branch.ab"))
    return Status(
        head=_unless(headers.get("branch.oid"), "(initial)"),
        branch=_unless(headers.get("branch.head"), "(detached)"),
        upstream=headers.get("branch.upstream"),
        ahead=ahead,
        behind=behind,
        stashes=int(headers.get("stash", "0")),
        staged=staged,
        unstaged=unstaged,
        untracked=untracked,
        conflicted=conflicted,
        changed=tuple(display(path) for path in sorted(changed)[:CHANGED_LIMIT]),
    )


def _records(out: bytes) -> Iterator[tuple[str, str]]:
    fields = iter(out.decode("utf-8", "surrogateescape").split("\0"))
    for field in fields:
        if not field:
            continue
        kind, space, record = field[:1], field[1:2], field[2:]
        if kind not in "#12u?!" or space != " ":
            raise PorcelainError(f"git status gave a record of an unknown kind: {display(field)[:80]!r}")
        if kind == "2":
            next(fields, None)
        yield kind, record


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
