"""The commits behind a tree, read as they are stored: nothing that a repository configures is run for it.

``git rev-list --header`` prints commit objects themselves (git-rev-list(1)); whether one carries a signature
is seen in them, and nobody asks a program whether it is good.
"""

import os
import re
from collections.abc import Iterator

from gitops_assets.core.gates.history_facts import CommitFact, HistoryFacts
from gitops_assets.core.text import display
from resources.git.command import DEFAULT_TIMEOUT, run
from resources.git.files import Refused
from resources.git.history import HistoryUnreadable
from resources.git.layout import Gone, Layout, layout_of
from resources.git.refs import has_tags

LIMIT = 100
"""Commits that are looked at unless the caller says otherwise."""

_BYTES = 32 << 20
"""What the commits may have together; a hundred of a diligent project have 200,000."""

_SUBJECT = 500
_OBJECTS = 1_000_000
_TIME = re.compile(rb"^(.*?) ?(-?\d{1,18}) [+-]\d{1,6}\Z", re.DOTALL)
_SIGNED = (b"gpgsig", b"gpgsig-sha256")
_TAGS_TIMEOUT = 10.0


def history_of(
    path: bytes, commit: str | None, *, limit: int = LIMIT, timeout: float = DEFAULT_TIMEOUT
) -> HistoryFacts:
    """The newest ``limit`` commits of the line that leads to ``commit``, and what else is known of the past.

    Without a commit there is no history yet. Raises :class:`HistoryUnreadable` where git cannot tell it.
    """
    try:
        layout = layout_of(path)
        return HistoryFacts(
            commits=() if commit is None else tuple(_commits(path, commit, limit, timeout)),
            complete="shallow" not in layout.entries,
            bytes_stored=_bytes_stored(layout),
            release=_release(path, timeout) if commit and has_tags(layout) else None,
        )
    except (Gone, Refused) as reason:
        raise HistoryUnreadable(str(reason) or "there is no repository any more") from None
    except OSError as error:
        raise HistoryUnreadable((error.strerror or str(error)).lower()) from None


def _commits(path: bytes, commit: str, limit: int, timeout: float) -> Iterator[CommitFact]:
    if not commit or commit.startswith("-"):
        raise HistoryUnreadable(f"{commit!r} names no commit")
    arguments = ("rev-list", "--header", "--first-parent", f"--max-count={limit}", commit, "--")
    heard = _Heard()
    answer = run(path, arguments, config={"i18n.logOutputEncoding": "UTF-8"}, timeout=timeout, hear=heard.add)
    if answer.code:
        raise HistoryUnreadable(answer.complaint)
    return (_commit(record) for record in bytes(heard.out).split(b"\0") if record)


class _Heard:
    """What git said so far; a repository that says too much is not listened to any longer."""

    def __init__(self) -> None:
        self.out = bytearray()

    def add(self, chunk: bytes) -> None:
        """Take in what git said; raises :class:`HistoryUnreadable` where that is too much."""
        self.out += chunk
        if len(self.out) > _BYTES:
            raise HistoryUnreadable(f"its newest commits have more than {_BYTES:,} bytes")


def _commit(record: bytes) -> CommitFact:
    """One commit out of its stored form: id, headers, an empty line, the message."""
    header, _, message = record.lstrip(b"\n").partition(b"\n\n")
    oid, *lines = header.split(b"\n")
    fields = [(name, value) for name, _, value in (line.partition(b" ") for line in lines)]
    known = dict(reversed(fields))  # as git does, the first of several counts
    author, _ = _person(known.get(b"author", b""))
    committer, committed = _person(known.get(b"committer", b""))
    subject = next((line for line in message.split(b"\n") if line.strip()), b"").strip()
    return CommitFact(
        oid=oid.decode("ascii", "replace"),
        committed=committed,
        author=author,
        committer=committer,
        signed=any(name in known for name in _SIGNED),
        merge=[name for name, _ in fields].count(b"parent") > 1,
        subject=_text(subject[:_SUBJECT]),
    )


def _person(value: bytes) -> tuple[str, int]:
    """``Name <address>`` and the time; 0 where it cannot be read."""
    found = _TIME.match(value)
    return (_text(found[1]), int(found[2])) if found else (_text(value), 0)


def _text(value: bytes) -> str:
    return display(value.decode("utf-8", "surrogateescape"))


def _release(path: bytes, timeout: float) -> tuple[str, int] | None:
    """The newest tag; None as well where git takes too long, which with a million tags it does.

    Whether the commit can reach it is not asked: that may cost a walk over the whole history, and a release
    made on a branch of its own is a release.
    """
    form = "--format=%(creatordate:unix) %(refname:lstrip=2)"
    arguments = ("for-each-ref", "--sort=-creatordate", "--count=1", form, "refs/tags")
    answer = run(path, arguments, timeout=min(timeout, _TAGS_TIMEOUT))
    when, _, name = os.fsdecode(answer.out).strip().partition(" ")
    return (display(name), int(when)) if answer.code == 0 and when.isdigit() else None


def _bytes_stored(layout: Layout) -> int | None:
    """The size of the object database as files, None where objects are also taken from another one."""
    objects = os.path.join(layout.common_dir, b"objects")
    if layout.git_dir != layout.common_dir or os.path.lexists(os.path.join(objects, b"info", b"alternates")):
        return None
    try:
        return sum(_sizes(objects))
    except OSError:
        return None


def _sizes(objects: bytes) -> Iterator[int]:
    """Of every file one folder below; git nests no deeper (gitrepository-layout(5))."""
    left = _OBJECTS
    with os.scandir(objects) as folders:
        names = [folder.path for folder in folders if folder.is_dir(follow_symlinks=False)]
    for name in names:
        with os.scandir(name) as files:
            for file in files:
                left -= 1
                if left < 0:
                    raise OSError("too many objects")
                yield file.stat(follow_symlinks=False).st_size
