"""Whether a repository moved since somebody looked: a digest of its refs, and of its remote's."""

import hashlib
import os
from collections.abc import Sequence

from resources.git.command import run, run_with, scrubbed
from resources.git.fetch import PROTOCOLS, commands_of, kept, settings
from resources.git.files import Refused, peek
from resources.git.layout import Gone, layout_of
from resources.git.refs import standing_of
from resources.git.threads import in_threads

_REFS = ("for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags")
_ASK = ("ls-remote", "--quiet", "--heads", "--tags", "--upload-pack", "git-upload-pack")
_THREADS = 8


def stamp_of(path: bytes, timeout: float) -> str | None:
    """A digest of HEAD, branches and tags; None when that cannot be told now.

    It reads a few small files; git is asked only where refs are kept elsewhere.
    """
    try:
        layout = layout_of(path)
        head = peek(os.path.join(layout.git_dir, b"HEAD"), 4096)
    except (Gone, Refused, OSError):
        return None
    if head is None:
        return None
    return standing_of(layout, os.fsdecode(head)) or _asked(path, head, timeout)


def remote_stamps(paths: Sequence[bytes], timeout: float) -> dict[bytes, str | None]:
    """A digest of the branches and tags of each one's first remote; None where it did not answer."""
    answers = in_threads(lambda path: _remote(path, timeout), paths, _THREADS)
    return dict(zip(paths, answers, strict=True))


def _asked(path: bytes, head: bytes, timeout: float) -> str | None:
    answer = run(path, _REFS, timeout=timeout)
    return None if answer.code or answer.timed_out else _digest(head + answer.out)


def _remote(path: bytes, timeout: float) -> str | None:
    try:
        config = layout_of(path).config
        remotes = config.subsections("remote")
        if not remotes or commands_of(config):
            return None
        env = scrubbed(tuple(settings(config))) | {b"GIT_ALLOW_PROTOCOL": PROTOCOLS} | kept()
        answer = run_with(path, (*_ASK, "--", next(iter(remotes))), env, timeout)
    except (Gone, Refused, OSError):
        return None
    return None if answer.code or answer.timed_out else _digest(answer.out)


def _digest(told: bytes) -> str:
    return hashlib.sha256(told).hexdigest()[:32]
