"""What was cut off, finished or undone: at the next start after a kill, at once after an error."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from filelock import FileLock, Timeout

from gitops_assets.core.templates.acts import Application, Mode
from gitops_assets.core.templates.model import ApplyState
from gitops_assets.core.text import display
from gitops_assets.core.tree import TreeUnreadable
from resources.home import Home
from resources.store.errors import StoreError
from resources.store.store import Store
from resources.templates import backups, committing
from resources.templates.errors import TemplateError
from resources.templates.telling import tell
from resources.templates.undoing import PREPARING, ROLLING_BACK, bodies_of, file_steps, resumed
from resources.templates.writing import Swap

TROUBLE = (TemplateError, TreeUnreadable, StoreError, OSError)
"""What may go wrong with one repository through no fault of ours."""


_NOTHING = "it was interrupted before anything was written"

_PUTTING_BACK = "being put back"
"""What an application that is undone says of itself, lest it be finished when that is cut off."""


class Refused(TemplateError):  # noqa: N818 - reads as the sentence it is
    """The plan is not carried out: something is in the way, and nothing was written."""


@contextmanager
def at_work(home: Home, root: bytes, slug: str, patience: float = 30) -> Iterator[None]:
    """Nobody else applies to this repository; raises :class:`Refused` when somebody does for too long."""
    folder = home.path / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    # One lock for one repository, whatever link it is reached by.
    name = hashlib.sha256(os.path.realpath(root)).hexdigest()[:24]
    try:
        with FileLock(folder / f"{name}.lock", timeout=patience):
            yield
    except Timeout:
        raise Refused(
            f"{slug}: another process applies a template there; wait until it ends and try again."
        ) from None


def recover(store: Store, home: Home) -> list[Application]:
    """Finish or undo what was cut off, of every repository that nobody is at work on; what came of each.

    One that cannot be settled now stays as it is, says why, and is tried again the next time.
    """
    done = []
    for cut in store.templates.unfinished():
        try:
            with at_work(home, os.fsencode(cut.location), cut.slug, patience=0):
                now = store.templates.find(cut.id)
                if now is None or now.state is not ApplyState.APPLYING:
                    continue
                done.append(settled(store, home, now))
                tell(store, done[-1], (), 0.0)
        except Refused:
            continue
        except TROUBLE as why:
            done.append(replace(cut, why=f"it cannot be settled yet: {said(why)}"))
    return done


def settled(store: Store, home: Home, cut: Application, *, failed: bool = False) -> Application:
    """Finish an application of which every step was taken, undo any other; it is saved as it stands then.

    With ``failed`` it is undone in any case. May be cut off itself, and done again.
    """
    root = os.fsencode(cut.location)
    if not os.path.isdir(root):  # noqa: PTH112 - bytes
        ended = replace(cut, state=ApplyState.FAILED, why=f"{display(cut.location)} is gone")
    elif cut.why == PREPARING or cut.why.startswith(ROLLING_BACK):
        ended = resumed(store, cut)
    elif cut.mode is Mode.BRANCH:
        ended = _settled_ref(cut, root)
    else:
        ended = _settled_files(store, cut, root, failed=failed)
    if os.path.isdir(root):  # noqa: PTH112 - bytes
        committing.clear(root)
        (backups.discard if ended.state is ApplyState.FAILED else backups.sweep)(store, home, ended)
    ended = replace(ended, finished=int(time.time()))
    if ended.state is ApplyState.FAILED:
        ended = replace(ended, backup=None)
    if ended.state is ApplyState.APPLIED:
        store.templates.finish_steps(ended.id)
    store.templates.save(ended)
    return ended


def said(error: BaseException) -> str:
    """An error as the one sentence that a user reads."""
    if isinstance(error, OSError):
        name = error.filename
        place = f"{os.fsdecode(name)}: " if isinstance(name, str | bytes) else ""
        return display(f"{place}{error.strerror or error}")
    return display(str(error))


def _settled_ref(cut: Application, root: bytes) -> Application:
    if cut.commit and committing.contains(root, committing.tip(root, f"refs/heads/{cut.branch}"), cut.commit):
        return replace(cut, state=ApplyState.APPLIED, why="")
    return replace(cut, state=ApplyState.FAILED, commit=None, why=_NOTHING)


def _settled_files(store: Store, cut: Application, root: bytes, *, failed: bool) -> Application:
    steps = store.templates.steps(cut.id)
    if not steps:
        return replace(cut, state=ApplyState.FAILED, why=_NOTHING)
    swap = Swap(root, cut.id, steps, lambda _: None)
    if not failed and cut.why != _PUTTING_BACK and (finished := _finished(store, cut, root, swap)):
        kept = swap.settle()
        notes = [finished.why] if finished.why else []
        notes += [f"what was written meanwhile is in {display(', '.join(kept))}"] if kept else []
        return replace(finished, state=ApplyState.APPLIED, why="; ".join(notes))
    bodies = bodies_of(store, cut)
    store.templates.save(replace(cut, why=_PUTTING_BACK))
    left = swap.undo(bodies)
    _uncommitted(store, cut, root)
    if left:
        why = f"it was cut off and put back; edited since, and left alone: {display(', '.join(left))}"
        return replace(cut, state=ApplyState.ROLLED_BACK, why=why)
    return replace(cut, state=ApplyState.ROLLED_BACK, why="it was cut off and put back")


def _finished(store: Store, cut: Application, root: bytes, swap: Swap) -> Application | None:
    """It as it stands when all was written. Where a commit was asked for (``before`` says so), that too."""
    written = all(step.done for step in swap.files)
    if cut.before is None:
        return replace(cut, why="") if written or swap.stands() else None
    paths = [step.path for step in file_steps(store, cut)]
    if cut.commit and committing.contains(root, committing.tip(root, "HEAD"), cut.commit):
        committing.stage(root, cut.commit, paths, instead_of=cut.before)
        return replace(cut, why="")
    if not written or swap.stands():
        return None
    # Somebody went on editing: to undo the other files would leave half of it.
    return replace(cut, commit=None, why="it was cut off before its commit; the files are written")


def _uncommitted(store: Store, cut: Application, root: bytes) -> None:
    if cut.before is None or cut.commit is None:
        return
    tip = committing.tip(root, "HEAD")
    if tip == cut.commit:
        committing.move(root, "HEAD", cut.before, tip, f"gitops-assets undo {cut.id}")
    if tip in {cut.commit, cut.before}:
        paths = [step.path for step in file_steps(store, cut)]
        committing.stage(root, cut.before, paths, instead_of=cut.commit)
