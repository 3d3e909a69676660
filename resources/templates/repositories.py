"""A template that is a git repository: its tags, the files of a commit, and a clone where it is far away."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from gitops_assets.core.remote_url import redact
from gitops_assets.core.state.git_config import GitConfig
from gitops_assets.core.templates.model import Content, Files
from gitops_assets.core.text import display
from gitops_assets.core.tree import Blob, Mode, TreeUnreadable
from resources.git.command import Answer, run, run_with, scrubbed
from resources.git.fetch import PROTOCOLS, kept, settings
from resources.git.tree import CommitTree
from resources.templates.errors import SourceUnreadable, VersionUnknown
from resources.templates.folders import MOST_BYTES, MOST_FILES, too_large

FRESH = 900
"""Seconds for which a clone is believed before its remote is asked again."""

_SECONDS = 120.0
_ANYTHING = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
_TAGS = "--format=%(refname:strip=2)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)"


def is_repository(folder: Path) -> bool:
    """Whether this very folder is a git repository, with files checked out or bare."""
    bare = (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()
    return (folder / ".git").exists() or bare


def tags(repository: Path) -> list[tuple[str, str]]:
    """Every tag that leads to a commit, with that commit."""
    answer = _ask(repository, ("for-each-ref", "refs/tags", _TAGS))
    found = []
    for line in answer.out.decode("utf-8", "surrogateescape").splitlines():
        name, oid, kind, peeled, peeled_kind = line.split("\0")
        if "commit" in {kind, peeled_kind}:
            found.append((name, oid if kind == "commit" else peeled))
    return found


def head(repository: Path) -> str:
    """The commit that the repository stands at."""
    answer = run(os.fsencode(repository), ("rev-parse", "--verify", "--quiet", "HEAD^{commit}"))
    if answer.code:
        raise SourceUnreadable(
            f"the template's repository {repository} has no commit yet; make one, or a tag."
        )
    return answer.out.decode().strip()


def commit_files(repository: Path, commit: str) -> Files:
    """The files of a commit; raises :class:`VersionUnknown`."""
    try:
        with CommitTree(os.fsencode(repository), commit, limit=MOST_FILES, timeout=_SECONDS) as tree:
            wanted = tree.paths()
            if sum(tree.sizes(wanted).values()) > MOST_BYTES:
                raise SourceUnreadable(too_large(str(repository)))
            modes = {path: tree.mode(path) for path in wanted}
            read = list(tree.read_many(wanted, MOST_BYTES))
    except TreeUnreadable as error:
        if run(os.fsencode(repository), ("cat-file", "-e", f"{commit}^{{commit}}")).code == 0:
            raise SourceUnreadable(f"the template in {repository} cannot be read: {error.why}.") from None
        raise VersionUnknown(gone(commit, str(repository))) from None
    files = {}
    for path, blob in zip(wanted, read, strict=True):
        if not isinstance(blob, Blob):
            raise SourceUnreadable(
                f"the file {display(path)!r} of the template in {repository} {blob.why}; mend its repository."
            )
        mode = modes[path]
        files[path] = Content(blob.body, executable=mode is Mode.EXECUTABLE, link=mode is Mode.LINK)
    return files


def gone(commit: str, where: str) -> str:
    """What to say of a version that was there once."""
    return (
        f"the version {commit[:12]} of the template in {where} is gone: its tag was moved or removed, or its "
        "folder changed; bring it back there, or update to a version that exists."
    )


def cloned(url: str, cache: Path, *, ask: bool) -> Path:
    """The bare clone of a remote template, made or refreshed where that is due; ``ask`` does so at once.

    A remote that does not answer is no reason to stop while there is a clone of it.
    """
    target = cache / "repositories" / hashlib.sha256(url.encode()).hexdigest()[:32]
    if not target.exists():
        return _clone(url, target)
    stamp = target / "FETCH_HEAD"
    asked = stamp.stat().st_mtime if stamp.exists() else target.stat().st_mtime
    if ask or not 0 <= time.time() - asked < FRESH:
        options = ("--quiet", "--prune", "--force", "--no-auto-maintenance")
        _remote(target, ("fetch", *options, "--", url, *_ANYTHING))
        stamp.touch()
    return target


def _clone(url: str, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".clone-", dir=target.parent))
    try:
        arguments = ("clone", "--quiet", "--bare", "--template=", "--", url, "clone")
        answer = _remote(scratch, arguments)
        if answer.code or answer.timed_out:
            raise SourceUnreadable(
                f"the template's repository {redact(url)} cannot be cloned ({display(answer.complaint)}); "
                "check its address below templates: and that your git may read it."
            )
        try:
            (scratch / "clone").rename(target)
        except OSError:
            if not target.exists():  # another was quicker: its clone is as good
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def _remote(folder: Path, arguments: Sequence[str]) -> Answer:
    """Ask a remote with the user's own ways in, and none that a repository brings."""
    env = scrubbed(tuple(settings(GitConfig({})))) | {b"GIT_ALLOW_PROTOCOL": PROTOCOLS} | kept()
    return run_with(os.fsencode(folder), arguments, env, _SECONDS)


def _ask(repository: Path, arguments: Sequence[str]) -> Answer:
    answer = run(os.fsencode(repository), arguments)
    if answer.code or answer.timed_out:
        raise SourceUnreadable(
            f"the template's repository {repository} cannot be read ({display(answer.complaint)}); mend it."
        )
    return answer
