"""What a repository's HEAD and its remote's say, read from plain files without git."""

import os

from resources.git.files import LIMIT, Refused, peek
from resources.git.layout import Gone, layout_of

_OIDS = (40, 64)
_REMOTE = b"refs/remotes/origin/HEAD"


def pointing(path: bytes) -> tuple[str, str, str] | None:
    """HEAD, the id of its commit, and the remote's HEAD as their files have them.

    None where that is not all in plain files: a branch that is not born, reftables, no repository.
    """
    try:
        layout = layout_of(path)
    except (Gone, Refused, OSError):
        return None
    head = peek(os.path.join(layout.git_dir, b"HEAD"), LIMIT) or b""
    branch = head.removeprefix(b"ref: ").strip()
    tip = head
    if branch != head.strip():
        if not branch.startswith(b"refs/heads/") or b".." in branch:
            return None
        tip = peek(os.path.join(layout.common_dir, branch), LIMIT) or _packed(layout.common_dir, branch)
    if "reftable" in layout.entries or len(tip.strip()) not in _OIDS:
        return None
    remote = peek(os.path.join(layout.common_dir, _REMOTE), LIMIT) or b""
    first, second, third = (each.decode("latin-1").strip() for each in (head, tip, remote))
    return first, second, third


def _packed(common: bytes, branch: bytes) -> bytes:
    """The id that packed-refs has for a branch; empty where it has none."""
    lines = (peek(os.path.join(common, b"packed-refs"), LIMIT) or b"").splitlines()
    return next((line.partition(b" ")[0] for line in lines if line.endswith(b" " + branch)), b"")
