"""Commits made of objects alone: no checkout, index, hook or filter of the repository has a part in them."""

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gitops_assets.core.templates.model import Content
from gitops_assets.core.text import display
from resources.git.command import DEFAULT_TIMEOUT, Answer, environment, scratch, spawn
from resources.git.watchdog import WATCHDOG
from resources.templates.checkout import resolved
from resources.templates.errors import TemplateError

AUTHOR = ("gitops-assets", "gitops-assets@localhost")
"""Whoever commits is always the same; who asked for it stands in the store and in the message."""

NOTHING = "0" * 40

Change = tuple[str, Content | None]
"""A path and what shall be there; None for nothing."""


class GitRefused(TemplateError):  # noqa: N818 - reads as the sentence it is
    """Git did not do what was asked; nothing that it did before can be seen."""


def ask(
    root: bytes, arguments: Sequence[str], *, given: bytes = b"", extra: Mapping[bytes, bytes] | None = None
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
            f"git {arguments[0]} failed in {display(os.fsdecode(root))}: {display(answer.complaint)}; "
            "nothing was changed. Mend that and try again."
        )
    return answer.out


def blobs(root: bytes, contents: Sequence[Content], *, write: bool) -> list[str]:
    """The object ids of these contents, in order; with ``write`` they are in the repository then."""
    if not contents:
        return []
    with tempfile.TemporaryDirectory(prefix="gitops-") as folder:
        names = []
        for position, content in enumerate(contents):
            file = Path(folder, str(position))
            file.write_bytes(content.body)
            names.append(str(file))
        options = ("-w",) if write else ()
        said = ask(
            root,
            ("hash-object", "--no-filters", *options, "--stdin-paths"),
            given="".join(f"{name}\n" for name in names).encode(),
        )
    return said.decode().split()


def tree_of(root: bytes, start: str | None, changes: Iterable[Change]) -> str:
    """The tree of a commit (of nothing) with these changes; its objects are written."""
    changes = list(changes)
    put = [(path, content) for path, content in changes if content is not None]
    gone = [path for path, content in changes if content is None]
    oids = blobs(root, [content for _, content in put], write=True)
    zero = "0" * (len(oids[0]) if oids else len(start or NOTHING))
    lines = [f"0 {zero}\t{path}" for path in gone]
    lines += [f"{_mode(content)} {oid}\t{path}" for (path, content), oid in zip(put, oids, strict=True)]
    with tempfile.TemporaryDirectory(prefix="gitops-") as folder:
        extra = {b"GIT_INDEX_FILE": os.fsencode(folder) + b"/index"}
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


def stage(root: bytes, changes: Iterable[Change]) -> None:
    """Make the user's own index say of these paths what a commit says."""
    lines = []
    changes = list(changes)
    put = [(path, content) for path, content in changes if content is not None]
    for (path, content), oid in zip(
        put, blobs(root, [content for _, content in put], write=True), strict=True
    ):
        lines.append(f"{_mode(content)} {oid}\t{path}")
    lines += [f"0 {NOTHING}\t{path}" for path, content in changes if content is None]
    ask(root, ("update-index", "-z", "--index-info"), given=_records(lines))


def _records(lines: Iterable[str]) -> bytes:
    return b"".join(os.fsencode(line) + b"\0" for line in lines)


def _mode(content: Content) -> str:
    return "120000" if content.link else "100755" if content.executable else "100644"
