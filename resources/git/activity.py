"""The last year of a repository as counts: commits, what they changed, tags, branches that were not merged.

Plumbing only, so nothing that a repository configures has a say (git-rev-list(1), git-diff-tree(1),
git-for-each-ref(1)). An address is turned into a number as it is read, and kept nowhere.
"""

import os

from gitops_assets.core.vitality.measure import stood_at
from gitops_assets.core.vitality.model import Activity, Churn, Commit, quarter_of, year_of
from resources.git.command import run
from resources.git.files import LIMIT as FILE_LIMIT
from resources.git.files import Refused, peek
from resources.git.layout import Gone, Layout, layout_of
from resources.git.refs import has_branches, has_tags

COMMITS = 20_000
"""Commits of one year that are counted; a repository with more is alive, and git takes long to list them."""

_TIMEOUT = 10.0
_CHURN_TIMEOUT = 5.0
_BYTES = 16 << 20
SAID_TOO_MUCH = f"its year takes more than {_BYTES >> 20} MiB to tell"
_FORM = "--format=%ct %H %P%x09%ae"
_PROGRAM = b"[bot]@"
_NO_TREE = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""The tree without files, which git knows without having it, by the length of its ids."""


def activity_of(path: bytes, head: str, at: int) -> Activity:
    """What is known of the year before that moment (epoch seconds); what git cannot tell is unknown."""
    try:
        layout = layout_of(path)
        return _activity(layout, head, at)
    except _TooMuch:
        return Activity(
            unknown=SAID_TOO_MUCH, churn=Churn(unknown=SAID_TOO_MUCH), releases=None, unmerged=None
        )
    except (Gone, Refused) as reason:
        why = str(reason) or "there is no repository any more"
    except OSError as error:
        why = (error.strerror or str(error)).lower()
    return Activity(unknown=why, churn=Churn(unknown=why), releases=None, unmerged=None)


def _activity(layout: Layout, head: str, at: int) -> Activity:
    commits, why = _commits(layout, head, year_of(at))
    churn = Churn(unknown=why) if why else _churn(layout.path, commits, quarter_of(at))
    return Activity(
        commits=commits,
        unknown=why,
        churn=churn,
        releases=_times(layout.path, "--format=%(creatordate:unix)", "refs/tags") if has_tags(layout) else (),
        unmerged=_unmerged(layout.path, head) if has_branches(layout) else (),
    )


def _commits(layout: Layout, head: str, since: int) -> tuple[list[Commit], str | None]:
    asked = (
        "rev-list",
        "--no-commit-header",
        f"--max-age={since}",
        f"--max-count={COMMITS + 1}",
        _FORM,
        head,
        "--",
    )
    heard = _Heard()
    answer = run(layout.path, asked, timeout=_TIMEOUT, hear=heard.add)
    if answer.code:
        return [], answer.complaint
    lines = bytes(heard.out).split(b"\n")[:-1]
    if len(lines) > COMMITS:
        return [], f"it has more than {COMMITS:,} commits in a year"
    numbers: dict[bytes, int] = {}
    commits = [_commit(line, numbers) for line in lines]
    cut = (
        (peek(os.path.join(layout.common_dir, b"shallow"), FILE_LIMIT) or b"")
        .decode("ascii", "replace")
        .split()
    )
    if not {each.oid for each in commits}.isdisjoint(cut):
        return [], "its clone is shallow and lacks a part of the year; fetch its history"
    return commits, None


def _commit(line: bytes, numbers: dict[bytes, int]) -> Commit:
    facts, _, address = line.partition(b"\t")
    at, oid, *parents = facts.decode("ascii", "replace").split()
    who = address.strip().lower()
    author = None if _PROGRAM in who else numbers.setdefault(who, len(numbers))
    return Commit(oid, int(at), tuple(parents), author)


def _churn(path: bytes, commits: list[Commit], since: int) -> Churn:
    if not any(each.at >= since for each in commits):
        return Churn(0, 0, 0)
    head = commits[0].oid
    then = stood_at(commits, since) or _NO_TREE[len(head)]
    asked = (
        "diff-tree",
        "-r",
        "--no-ext-diff",
        "--no-textconv",
        "--no-renames",
        "--numstat",
        "-z",
        then,
        head,
        "--",
    )
    heard = _Heard()
    answer = run(path, asked, timeout=_CHURN_TIMEOUT, hear=heard.add)
    if answer.code:
        return Churn(unknown=answer.complaint)
    rows = [row.split(b"\t", 2) for row in bytes(heard.out).split(b"\0")[:-1]]
    return Churn(len(rows), sum(_whole(row[0]) for row in rows), sum(_whole(row[1]) for row in rows))


def _whole(text: bytes) -> int:
    """Lines; a binary file has none."""
    return int(text) if text.isdigit() else 0


def _unmerged(path: bytes, head: str) -> tuple[int, ...] | None:
    return _times(path, f"--no-merged={head}", "--format=%(committerdate:unix)", "refs/heads")


def _times(path: bytes, *arguments: str) -> tuple[int, ...] | None:
    heard = _Heard()
    answer = run(path, ("for-each-ref", *arguments), timeout=_TIMEOUT, hear=heard.add)
    if answer.code:
        return None
    return tuple(int(line) for line in bytes(heard.out).split() if line.isdigit())


class _TooMuch(Exception):  # noqa: N818 - reads as the sentence it is
    """A repository says more than anybody will read."""


class _Heard:
    """What git said so far."""

    def __init__(self) -> None:
        self.out = bytearray()

    def add(self, chunk: bytes) -> None:
        """Take in what git said; raises :class:`_TooMuch` where nobody reads on."""
        self.out += chunk
        if len(self.out) > _BYTES:
            raise _TooMuch
