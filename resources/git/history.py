"""The commits a branch stood at, one after the other (git-log(1), ``--first-parent``)."""

from gitops_assets.core.dependencies.past import Past
from resources.git.command import DEFAULT_TIMEOUT, run

LIMIT = 100_000
"""Commits of one repository's line; the rest of a longer one is older than anybody asks about."""


class HistoryUnreadable(Exception):  # noqa: N818 - reads as the sentence it is
    """Git cannot tell the history; the message says why."""


def first_parents(path: bytes, head: str, timeout: float = DEFAULT_TIMEOUT) -> list[Past]:
    """The line of commits that leads to ``head``, newest first, with committer dates."""
    arguments = ("log", "--first-parent", f"--max-count={LIMIT}", "--format=%H %ct", head, "--")
    answer = run(path, arguments, timeout=timeout)
    if answer.code:
        raise HistoryUnreadable(answer.complaint)
    return [
        Past(commit, int(at)) for commit, at in (line.split() for line in answer.out.decode().splitlines())
    ]
