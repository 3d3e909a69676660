"""What a repository has at some paths: in a commit, or as it lies on disk. Nothing is listed as a whole."""

import os
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gitops_assets.core.templates.model import Content, Files
from gitops_assets.core.templates.planning import FOLDER
from gitops_assets.core.text import display
from gitops_assets.core.tree import Blob, TreeUnreadable, is_safe
from resources.git.batch import Batch
from resources.git.command import run
from resources.git.inside import read_inside, stat_inside

LONGEST = 8 << 20
"""Bytes of a file that a template can meet; a longer one is in the way of it."""

Place = str | bytes | Path

_KINDS = {b"100644": "file", b"100755": "executable", b"120000": "link"}


@dataclass(frozen=True, slots=True)
class Checkout:
    """The files at the paths that were asked for, and what stands at the others that is no file."""

    files: Files
    blocked: Mapping[str, str] = field(default_factory=dict)


def committed_files(location: Place, oid: str, paths: Collection[str]) -> Files:
    """The files that a commit or tree has at these paths; what is missing or no file is left out."""
    return committed(location, oid, paths).files


def working_files(location: Place, paths: Collection[str]) -> Files:
    """The files that lie on disk at these paths; no link is followed, nothing is converted."""
    return working(location, paths).files


def committed(location: Place, oid: str, paths: Collection[str]) -> Checkout:
    """The same with what is in the way. Raises :class:`TreeUnreadable` when the commit cannot be read."""
    root, wanted = os.fsencode(location), sorted(filter(is_safe, paths))
    named = {path: entry for path, entry in entries(root, oid, wanted).items() if path in set(wanted)}
    blocked = {path: FOLDER for path, (mode, _) in named.items() if mode == b"040000"}
    blocked |= {path: "a submodule" for path, (mode, _) in named.items() if mode == b"160000"}
    names = [path for path in named if path not in blocked]
    batch = Batch(root, oid)
    try:
        answers = batch.ask([named[path][1] for path in names], LONGEST) if names else []
    finally:
        batch.close()
    files = {}
    for path, answer in zip(names, answers, strict=True):
        kind = _KINDS.get(named[path][0], "file")
        if isinstance(answer, bytes):
            files[path] = Content(answer, executable=kind == "executable", link=kind == "link")
        else:
            blocked[path] = f"a file that {answer}"
    return Checkout(files, blocked)


def working(location: Place, paths: Collection[str]) -> Checkout:
    """The same as it lies on disk."""
    root = os.fsencode(location)
    files, blocked = {}, {}
    for path in sorted(filter(is_safe, paths)):
        info = stat_inside(root, path)
        if info is None:
            continue
        if stat.S_ISDIR(info.st_mode):
            blocked[path] = FOLDER
            continue
        blob = read_inside(root, path, LONGEST)
        if isinstance(blob, Blob):
            files[path] = Content(blob.body, bool(info.st_mode & stat.S_IXUSR) and not blob.link, blob.link)
        else:
            blocked[path] = f"a file that {blob.why}"
    return Checkout(files, blocked)


def names_below(location: Place, oid: str, folder: str = "") -> tuple[str, ...]:
    """The paths of what a commit has in a folder, not in those below it."""
    root = os.fsencode(location)
    return tuple(entries(root, oid, [f"{folder}/"] if folder else []))


def resolved(location: Place, revision: str) -> str | None:
    """The object id of a revision such as ``HEAD^{tree}``; None when there is none."""
    if revision.startswith("-"):
        return None
    answer = run(os.fsencode(location), ("rev-parse", "--verify", "--quiet", revision))
    return answer.out.decode().strip() or None


def entries(root: bytes, oid: str, paths: Collection[str]) -> dict[str, tuple[bytes, str]]:
    """Mode and object id by path, of these paths and of the folders on the way to them."""
    named = [b"--", *map(os.fsencode, paths)] if paths else []
    answer = run(root, ["ls-tree", "-z", "-t", "--full-tree", oid, *named])
    if answer.code or answer.timed_out:
        raise TreeUnreadable(display(os.fsdecode(root)), display(answer.complaint))
    found = {}
    for record in answer.out.split(b"\0")[:-1]:
        about, _, name = record.partition(b"\t")
        mode, _, entry = about.split()
        found[os.fsdecode(name)] = (mode, entry.decode())
    return found
