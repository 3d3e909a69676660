"""The release before a commit: of the tags below it the newest that is named like a version."""

import os
from itertools import islice

from gitops_assets.core.releases import Tag, releases
from gitops_assets.core.text import display
from resources.git.command import DEFAULT_TIMEOUT, run
from resources.git.files import Refused
from resources.git.layout import Gone, layout_of
from resources.git.refs import has_tags

_TIMEOUT = 10.0
_TRIED = 20
"""Tags that are followed to their commits; more than a few on one commit nobody has."""


class NoRelease(Exception):  # noqa: N818 - reads as the sentence it is
    """There is no release before that commit, or git cannot tell; the message says why."""


def release_before(
    path: bytes, commit: str, *, own: bool = False, timeout: float = DEFAULT_TIMEOUT
) -> tuple[str, str]:
    """The name and the commit of the newest release that ``commit`` can reach (gitrevisions(7)).

    A release of the commit itself counts only with ``own``, where what is asked about comes after it.
    Raises :class:`NoRelease`.
    """
    try:
        layout = layout_of(path)
        found = releases(_tags(path, commit, timeout)) if has_tags(layout) else []
        for tag in islice(found, _TRIED):
            stands = _commit(path, tag.oid, timeout)
            if stands is not None and (own or stands != commit):
                return tag.name, stands
    except (OSError, Refused, Gone) as error:
        raise NoRelease(f"the tags cannot be read: {error}") from None
    cut = "; the clone is shallow, fetch its history and its tags" if "shallow" in layout.entries else ""
    raise NoRelease(f"no earlier tag is named like a version{cut}")


def _tags(path: bytes, commit: str, timeout: float) -> list[Tag]:
    if commit.startswith("-"):
        raise NoRelease(f"{commit!r} names no commit")
    form = "--format=%(objectname) %(creatordate:unix) %(refname:lstrip=2)"
    asked = ("for-each-ref", f"--merged={commit}", form, "refs/tags")
    answer = run(path, asked, timeout=min(timeout, _TIMEOUT))
    if answer.code:
        why = "it takes git too long" if answer.timed_out else answer.complaint
        raise NoRelease(f"the tags cannot be listed: {why}")
    lines = (os.fsdecode(line).split(" ", 2) for line in answer.out.split(b"\n")[:-1])
    return [Tag(display(name), oid, int(made)) for oid, made, name in lines if made.isdecimal()]


def _commit(path: bytes, oid: str, timeout: float) -> str | None:
    """The commit that a tag stands at, however many tags are between."""
    answer = run(path, ("rev-parse", "--verify", "--quiet", f"{oid}^{{commit}}"), timeout=timeout)
    return answer.out.decode("ascii", "replace").strip() if answer.code == 0 else None
