"""Commits made of objects alone: no checkout, index, hook or filter of the repository has a part in them."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from gitops_assets.core.templates.model import Content
from gitops_assets.core.templates.places import AUTHOR
from gitops_assets.core.text import display
from resources.git.command import DEFAULT_TIMEOUT, Answer, environment, run, scratch, spawn
from resources.git.files import Refused
from resources.git.layout import Gone, layout_of
from resources.git.watchdog import WATCHDOG
from resources.templates.checkout import entries, resolved
from resources.templates.errors import TemplateError

"""Whoever commits is always the same; who asked for it stands in the store and in the message."""

NOTHING = "0" * 40

_DESK = "gitops-assets-"

Change = tuple[str, Content | None]
"""A path and what shall be there; None for nothing."""


class GitRefused(TemplateError):  # noqa: N818 - reads as the sentence it is
    """Git did not do what was asked; nothing that it did before can be seen."""


def ask(
    root: bytes,
    arguments: Sequence[str | bytes],
    *,
    given: bytes = b"",
    extra: Mapping[bytes, bytes] | None = None,
) -> bytes:
    """What git answers to an act; raises :class:`GitRefused`."""
    with scratch() as told, scratch() as complaints:
        told.write(given)
        told.seek(0)
        env = {**environment(), **(extra or {})}
        process = spawn(root, arguments, env, stdin=told.fileno(), stderr=complaints.fileno())
        WATCHDOG.add(process, DEFAULT_TIMEOUT)
        try:
            out, _ = process.communicate()
        finally:
            killed = WATCHDOG.remove(process)
        complaints.seek(0)
        answer = Answer(process.returncode, out, complaints.read(65_536).decode("utf-8", "replace"), killed)
    if answer.code or killed:
        raise GitRefused(
            f"git {arguments[0]!s} failed in {display(os.fsdecode(root))}: {display(answer.complaint)}; "
            "nothing was changed. Mend that and try again."
        )
    return answer.out


@contextmanager
def desk(root: bytes) -> Iterator[Path]:
    """A folder for what one git command is given, in git's own: :func:`clear` finds it after a kill."""
    with tempfile.TemporaryDirectory(prefix=_DESK, dir=_git_dir(root)) as folder:
        yield Path(folder)


def clear(root: bytes) -> None:
    """Take away the desks that a killed process left. Nobody may be at work on the repository."""
    for left in Path(_git_dir(root)).glob(f"{_DESK}*"):
        shutil.rmtree(left, ignore_errors=True)


def known(root: bytes, contents: Sequence[Content]) -> bool:
    """Whether the repository has all of these contents as objects; none is written."""
    if not contents:
        return True
    algorithm = ask(root, ("rev-parse", "--show-object-format")).decode().strip()
    blobs = (b"blob %d\0%b" % (len(content.body), content.body) for content in contents)
    oids = (hashlib.new(algorithm, blob, usedforsecurity=False).hexdigest() for blob in blobs)
    asked = "".join(f"{oid}\n" for oid in oids).encode()
    return b" missing\n" not in ask(root, ("cat-file", "--batch-check"), given=asked)


def blobs(root: bytes, contents: Sequence[Content]) -> list[str]:
    """The object ids of these contents, in order; they are in the repository then."""
    if not contents:
        return []
    with desk(root) as folder:
        names = []
        for position, content in enumerate(contents):
            file = folder / str(position)
            file.write_bytes(content.body)
            names.append(os.fsencode(file))
        told = b"".join(name + b"\n" for name in names)
        said = ask(root, ("hash-object", "--no-filters", "-w", "--stdin-paths"), given=told)
    return said.decode().split()


def tree_of(root: bytes, start: str | None, changes: Iterable[Change]) -> str:
    """The tree of a commit (of nothing) with these changes; its objects are written."""
    changes = list(changes)
    put = [(path, content) for path, content in changes if content is not None]
    gone = [path for path, content in changes if content is None]
    oids = blobs(root, [content for _, content in put])
    zero = "0" * (len(oids[0]) if oids else len(start or NOTHING))
    lines = [f"0 {zero}\t{path}" for path in gone]
    lines += [f"{_mode(content)} {oid}\t{path}" for (path, content), oid in zip(put, oids, strict=True)]
    with desk(root) as folder:
        extra = {b"GIT_INDEX_FILE": os.fsencode(folder / "index")}
        ask(root, ("read-tree", start) if start else ("read-tree", "--empty"), extra=extra)
        ask(root, ("update-index", "-z", "--index-info"), given=_records(lines), extra=extra)
        return ask(root, ("write-tree",), extra=extra).decode().strip()


def commit(root: bytes, tree: str, parents: Sequence[str], message: str, at: int) -> str:
    """A commit of that tree, on no branch yet."""
    name, mail = AUTHOR
    extra = {}
    for role in ("AUTHOR", "COMMITTER"):
        extra[f"GIT_{role}_NAME".encode()] = name.encode()
        extra[f"GIT_{role}_EMAIL".encode()] = mail.encode()
        extra[f"GIT_{role}_DATE".encode()] = f"{at} +0000".encode()
    named = [word for parent in parents for word in ("-p", parent)]
    said = ask(root, ("commit-tree", *named, tree), given=message.encode("utf-8", "replace"), extra=extra)
    return said.decode().strip()


def move(root: bytes, ref: str, new: str | None, old: str | None, why: str) -> None:
    """Point a ref elsewhere, atomically, if it still points to ``old``; None: it is not there."""
    if new is None:
        ask(root, ("update-ref", "-m", why, "-d", ref, old or ""))
    else:
        ask(root, ("update-ref", "-m", why, ref, new, old or "0" * len(new)))


def tip(root: bytes, ref: str) -> str | None:
    """The commit that a ref points to."""
    return resolved(root, f"{ref}^{{commit}}")


def is_branch(root: bytes, name: str) -> bool:
    """Whether git takes this as the name of a branch."""
    try:
        ask(root, ("check-ref-format", f"refs/heads/{name}"))
    except GitRefused:
        return False
    return not name.startswith("-")


def checked_out(root: bytes, ref: str) -> bool:
    """Whether some checkout of the repository stands on that branch: moving it would look like edits."""
    listed = ask(root, ("worktree", "list", "--porcelain", "-z"))
    return b"branch " + os.fsencode(ref) in listed.split(b"\0")


def contains(root: bytes, tip: str | None, commit: str | None) -> bool:
    """Whether a commit is the tip or one of its ancestors."""
    if tip is None or commit is None:
        return False
    return tip == commit or run(root, ("merge-base", "--is-ancestor", commit, tip)).code == 0


def staged(root: bytes, paths: Collection[str]) -> Mapping[str, str]:
    """Mode and object id that the user's own index has at these paths; ``unmerged`` in a conflict."""
    names = [b"--", *map(os.fsencode, sorted(paths))]
    answer = ask(root, ("ls-files", "-s", "-z", *names), extra={b"GIT_LITERAL_PATHSPECS": b"1"})
    found = {}
    for record in answer.split(b"\0")[:-1]:
        about, _, name = record.partition(b"\t")
        mode, oid, level = about.decode().split()
        found[os.fsdecode(name)] = f"{mode} {oid}" if level == "0" else "unmerged"
    return {path: entry for path, entry in found.items() if path in paths}


def of_commit(root: bytes, commit: str, paths: Collection[str]) -> Mapping[str, str]:
    """The same of a commit."""
    found = entries(root, commit, sorted(paths))
    return {path: f"{mode.decode()} {oid}" for path, (mode, oid) in found.items() if path in paths}


def stage(root: bytes, commit: str, paths: Collection[str], *, instead_of: str) -> None:
    """Make the user's own index say of these paths what one commit says where it says what another does.

    What the user staged stays, so it may be done again after a kill.
    """
    if layout_of(root).bare:
        return
    now, old, new = staged(root, paths), of_commit(root, instead_of, paths), of_commit(root, commit, paths)
    zero = "0" * len(commit)
    lines = [
        f"{new[path]}\t{path}" if path in new else f"0 {zero}\t{path}"
        for path in sorted(paths)
        if now.get(path) == old.get(path) != new.get(path)
    ]
    if lines:
        ask(root, ("update-index", "-z", "--index-info"), given=_records(lines))


def _git_dir(root: bytes) -> str:
    try:
        return os.fsdecode(layout_of(root).git_dir)
    except (Gone, Refused) as why:
        raise GitRefused(f"{display(os.fsdecode(root))}: {why}; nothing was changed.") from None


def _records(lines: Iterable[str]) -> bytes:
    return b"".join(os.fsencode(line) + b"\0" for line in lines)


def _mode(content: Content) -> str:
    return "120000" if content.link else "100755" if content.executable else "100644"
