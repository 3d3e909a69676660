"""What follows from a repository's refs alone: its branches' ages, and the nearest tag below HEAD.

Git answers that from commits, which never change, so for the same refs it is asked once. A repository has its
own memory: what a hostile one makes git say of an object is never believed of another.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gitops_assets.core.text import display
from resources.git.command import Answer, run
from resources.git.files import LIMIT, peek, read_tail
from resources.git.layout import Layout
from resources.git.memory import NOTHING, Memory, Remembered

_DESCRIBED = re.compile(r"(.+)-(\d+)-g[0-9a-f]+$")
_NO_TAG = ("fatal: No names found", "fatal: No tags can describe", "fatal: No annotated tags can describe")
LOOSE = 500
"""Refs in files of their own up to which they are read; git packs far fewer than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """``branch_tips`` maps local branches to their last commit's time; None where there is no tag below."""

    branch_tips: dict[str, int] = field(default_factory=dict)
    tag: str | None = None
    commits_since_tag: int | None = None


NONE = History()


def history_of(layout: Layout, head: str | None, timeout: float, memory: Memory = NOTHING) -> History:
    """The history of one repository; git is only asked where its files show something new to ask about."""
    standing = standing_of(layout, head)
    known = memory.recall(layout.path, standing) if standing else None
    if known is not None:
        tips, tag, distance = known
        return History(branch_tips=tips, tag=tag, commits_since_tag=distance)
    tips, sure_of_tips = _branch_tips(layout, timeout) if has_branches(layout) else ({}, True)
    tagged = has_tags(layout)
    tag, distance, sure = _described(layout, head, timeout) if head and tagged else (None, None, True)
    # Somebody may have committed while git was asked: then nobody knows which refs the answer follows from.
    if sure and sure_of_tips and standing and standing == standing_of(layout, head):
        memory.keep(layout.path, standing, Remembered(tips, tag, distance))
    return History(branch_tips=tips, tag=tag, commits_since_tag=distance)


def standing_of(layout: Layout, head: str | None) -> str | None:
    """A digest of HEAD's commit, all branches and tags, and where history is cut off.

    None where that is not all in plain files: reftables, refs that name other refs, grafts, too many refs.
    """
    common = layout.common_dir
    packed = peek(os.path.join(common, b"packed-refs"), LIMIT) or b""
    if "reftable" in layout.entries or len(packed) == LIMIT or _is_grafted(common):
        return None
    cut = peek(os.path.join(common, b"shallow"), LIMIT) or b""
    told = hashlib.sha256(b"%s\0%d\0" % ((head or "").encode(), len(cut)) + cut)
    told.update(b"".join(line for line in packed.splitlines(keepends=True) if _counts(line)))
    for place, (name, text) in enumerate(_loose(common)):
        if place == LOOSE or text is None or text.startswith(b"ref:"):
            return None
        told.update(b"\0%s\0%s" % (name, text))
    return told.hexdigest()[:32]


def _is_grafted(common: bytes) -> bool:
    return os.path.lexists(os.path.join(common, b"info", b"grafts"))


def _counts(line: bytes) -> bool:
    """Whether a line of packed-refs is a branch, a tag, or the commit that a tag before it is peeled to."""
    return b" refs/heads/" in line or b" refs/tags/" in line or line.startswith(b"^")


def _loose(common: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    """Branches and tags in files of their own, by name; without a text where it is no plain file."""
    folders = [b"refs/tags", b"refs/heads"]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(os.path.join(common, folder)) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in found:
            name = folder + b"/" + entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(name)
            else:
                yield name, peek(entry.path, 4096)


def has_tags(layout: Layout) -> bool:
    """Whether a tag may exist; git need not be asked about tags where none does."""
    return _has_refs(layout, b"tags", 1)


def has_branches(layout: Layout) -> bool:
    """Whether there may be a branch besides the one that is checked out."""
    return _has_refs(layout, b"heads", 2)


def _has_refs(layout: Layout, kind: bytes, count: int) -> bool:
    """Whether at least so many refs may exist; reftable keeps them elsewhere, so there the answer is yes."""
    if "reftable" in layout.entries:
        return True
    packed = read_tail(os.path.join(layout.common_dir, b"packed-refs"), 1 << 20).count(
        b" refs/" + kind + b"/"
    )
    folder = os.path.join(layout.common_dir, b"refs", kind)
    try:
        with os.scandir(folder) as entries:
            loose = sum(count if entry.is_dir(follow_symlinks=False) else 1 for entry in entries)
    except OSError:
        loose = 0
    return packed + loose >= count


def _branch_tips(layout: Layout, timeout: float) -> tuple[dict[str, int], bool]:
    form = "--format=%(committerdate:unix) %(refname:lstrip=2)"
    answer = run(layout.path, ("for-each-ref", form, "refs/heads"), timeout=timeout)
    pairs = (line.partition(" ") for line in os.fsdecode(answer.out).splitlines())
    return {display(name): int(when) for when, _, name in pairs if when.isdigit()}, answer.code == 0


def _described(layout: Layout, head: str, timeout: float) -> tuple[str | None, int | None, bool]:
    """The nearest tag, the commits since, and whether git would say the same again."""
    answer = run(layout.path, ("describe", "--tags", "--long", head), timeout=timeout)
    match = _DESCRIBED.match(os.fsdecode(answer.out).strip())
    if match is None:
        return None, None, _is_untagged(answer)
    return display(match.group(1)), int(match.group(2)), answer.code == 0


def _is_untagged(answer: Answer) -> bool:
    return not answer.timed_out and answer.err.startswith(_NO_TAG)
