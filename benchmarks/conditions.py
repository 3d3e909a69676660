"""What daily work does to a clone, as small steps; a seeded draw gives every clone its share.

The shares follow what people who work on many repositories have lying around: one in five has uncommitted
changes, a few are ahead, behind or both, some are detached, some carry a stash, one in a hundred conflicts.
"""

import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.importing import COMMITS, FIRST_COMMIT, STEP
from resources.sample_fleet.authoring import git

WORK = FIRST_COMMIT + (COMMITS + 10) * STEP
Step = Callable[[Path, random.Random], None]
STAGED_SHARE, UNTRACKED_SHARE = 0.4, 0.5
"""Of those that are dirty."""


def _git(clone: Path, *arguments: str, may_stop: bool = False) -> str:
    return git(clone, *arguments, at=WORK, may_stop=may_stop)


def _files(clone: Path, draw: random.Random, most: int) -> list[Path]:
    """A few files near the top: what one touches by hand."""
    files = sorted(path for path in clone.iterdir() if path.is_file() and path.name != "SERVICE.md")
    return draw.sample(files, k=min(len(files), draw.randint(1, most)))


def _edit(clone: Path, draw: random.Random) -> None:
    for path in _files(clone, draw, 4):
        with path.open("ab") as file:
            file.write(b"\nwork in progress\n")


def _commit(clone: Path, draw: random.Random) -> None:
    for number in range(draw.randint(1, 3)):
        (clone / "NOTES.md").write_text(f"step {number} of {clone.name}\n")
        _git(clone, "add", "NOTES.md")
        _git(clone, "commit", "--quiet", "-m", f"Note step {number}")


def dirty(clone: Path, draw: random.Random) -> None:
    """Unstaged, staged or untracked, often more than one."""
    _edit(clone, draw)
    if draw.random() < STAGED_SHARE:
        _git(clone, "add", "--update")
    if draw.random() < UNTRACKED_SHARE:
        (clone / "scratch").mkdir(exist_ok=True)
        for number in range(draw.randint(1, 6)):
            (clone / "scratch" / f"try-{number}.txt").write_text("try\n")


def ahead(clone: Path, draw: random.Random) -> None:
    """One to three commits that were never pushed."""
    _commit(clone, draw)


def behind(clone: Path, draw: random.Random) -> None:
    """One to four commits that were fetched but not merged."""
    _git(clone, "reset", "--quiet", "--hard", f"HEAD~{draw.randint(1, 4)}")


def diverged(clone: Path, draw: random.Random) -> None:
    """Both sides moved."""
    behind(clone, draw)
    ahead(clone, draw)


def detached(clone: Path, draw: random.Random) -> None:
    """Parked on an older commit."""
    _git(clone, "checkout", "--quiet", "--detach", f"HEAD~{draw.randint(1, 3)}")


def stashed(clone: Path, draw: random.Random) -> None:
    """One or two sets of changes put aside."""
    for _ in range(draw.randint(1, 2)):
        _edit(clone, draw)
        _git(clone, "stash", "push", "--quiet")


def conflicted(clone: Path, _draw: random.Random) -> None:
    """A merge that stopped."""
    _git(clone, "checkout", "--quiet", "-b", "side", "HEAD~1")
    (clone / "SERVICE.md").write_text("the other wording\n")
    _git(clone, "add", "SERVICE.md")
    _git(clone, "commit", "--quiet", "-m", "Word it differently")
    _git(clone, "checkout", "--quiet", "main")
    _git(clone, "merge", "--quiet", "side", may_stop=True)


def own_branch(clone: Path, draw: random.Random) -> None:
    """A local branch that nobody else has."""
    _git(clone, "checkout", "--quiet", "-b", "feature/search")
    _commit(clone, draw)


def linked_worktree(clone: Path, _draw: random.Random) -> None:
    """A second work tree of the same repository beside the first."""
    _git(clone, "worktree", "add", "--quiet", "-b", "hotfix", str(clone.with_name(f"{clone.name}-hotfix")))


MOVES: Sequence[tuple[float, Step]] = (
    (0.08, ahead), (0.12, behind), (0.03, diverged), (0.04, detached), (0.01, conflicted), (0.05, own_branch),
)  # fmt: skip
"""At most one of these; then, each on its own, the two below."""
DIRTY_SHARE, STASHED_SHARE, WORKTREE_SHARE = 0.20, 0.06, 0.02


def draw_steps(draw: random.Random) -> list[Step]:
    """The steps of one clone in the order in which they must be taken."""
    steps: list[Step] = [stashed] if draw.random() < STASHED_SHARE else []
    share = draw.random()
    for width, move in MOVES:
        if 0 <= share < width:
            steps.append(move)
        share -= width
    if conflicted not in steps and draw.random() < DIRTY_SHARE:
        steps.append(dirty)
    return [*steps, linked_worktree] if draw.random() < WORKTREE_SHARE else steps


def set_fetch_age(clone: Path, days: float, now: float) -> None:
    """Let the last fetch have happened ``days`` before ``now``, as FETCH_HEAD's time tells it."""
    fetched = clone / ".git" / "FETCH_HEAD"
    head = _git(clone, "rev-parse", "origin/main")
    fetched.write_text(f"{head}\t\tbranch 'main' of origin\n")
    os.utime(fetched, (now - days * 86_400,) * 2)
