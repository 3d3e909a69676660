"""Undoing an application: asked for, or because it was cut off."""

import hashlib
import os
import time
from dataclasses import replace

from gitops_assets.core.templates.acts import Application, Mode, Step
from gitops_assets.core.templates.model import ApplyState, Files
from gitops_assets.core.text import display
from resources.store.store import Store
from resources.templates import backups, committing
from resources.templates.checkout import committed
from resources.templates.errors import TemplateError
from resources.templates.writing import FILE_STEP, Bodies, Pause, Swap, bare, mark

ROLLING_BACK = "rolling back"
"""What an application that is being undone says of itself, lest recovery finish it instead."""


class EditedSince(TemplateError):  # noqa: N818 - reads as the sentence it is
    """Undoing would lose what somebody wrote after the template was applied."""


def locked_name(root: bytes) -> str:
    """The lock of one repository, whatever link it is reached by."""
    return f"{hashlib.sha256(os.path.realpath(root)).hexdigest()[:24]}.lock"


def settled(store: Store, cut: Application, *, failed: bool = False) -> Application:
    """Finish an application of which every step was taken, undo any other; it is saved as it stands then."""
    ended = _settled_files(store, cut, failed=failed) if cut.mode is Mode.IN_PLACE else _settled_ref(cut)
    ended = replace(ended, finished=int(time.time()))
    store.templates.save(ended)
    if ended.state is ApplyState.APPLIED:
        store.templates.finish_steps(ended.id)
    return ended


def undo(
    store: Store, application: Application, *, force: bool = False, pause: Pause = lambda _: None
) -> Application:
    """Put back what an application changed; raises :class:`EditedSince` before anything is written."""
    if application.state is not ApplyState.APPLIED:
        raise TemplateError(
            f"{application.id} is {application.state.value}; only what was applied can be rolled back."
        )
    if application.mode is Mode.BRANCH:
        ended = _undone_ref(store, application, f"refs/heads/{application.branch}", force=force)
    else:
        ended = _undone_files(store, application, force=force, pause=pause)
    ended = replace(ended, state=ApplyState.ROLLED_BACK, finished=int(time.time()))
    store.templates.save(ended)
    return ended


def _settled_ref(cut: Application) -> Application:
    if cut.why == ROLLING_BACK:
        return replace(cut, state=ApplyState.APPLIED, why="")
    root = os.fsencode(cut.location)
    tip = committing.tip(root, f"refs/heads/{cut.branch}") if os.path.isdir(root) else None  # noqa: PTH112 - bytes
    if cut.commit and tip == cut.commit:
        return replace(cut, state=ApplyState.APPLIED, why="")
    return replace(cut, state=ApplyState.FAILED, why="it was interrupted before anything was written")


def _settled_files(store: Store, cut: Application, *, failed: bool) -> Application:
    root = os.fsencode(cut.location)
    if not os.path.isdir(root):  # noqa: PTH112 - bytes
        return replace(cut, state=ApplyState.FAILED, why=f"{display(cut.location)} is gone")
    swap = Swap(root, cut.id, store.templates.steps(cut.id), lambda _: None)
    if not failed and cut.why != ROLLING_BACK and swap.stands():
        swap.settle()
        return replace(cut, state=ApplyState.APPLIED, why="")
    left = swap.undo(_bodies(store, cut))
    if cut.commit and cut.before and committing.tip(root, "HEAD") == cut.commit:
        committing.move(root, "HEAD", cut.before, cut.commit, f"gitops-assets undo {cut.id}")
        _restage(store, cut, root)
    why = f"; edited since, and left alone: {display(', '.join(left))}" if left else ""
    return replace(cut, state=ApplyState.ROLLED_BACK, why=f"it was cut off and put back{why}")


def _undone_files(store: Store, application: Application, *, force: bool, pause: Pause) -> Application:
    root = os.fsencode(application.location)
    if not os.path.isdir(root):  # noqa: PTH112 - bytes
        raise TemplateError(f"{display(application.location)} is gone; there is nothing to roll back.")
    swap = Swap(root, application.id, store.templates.steps(application.id), pause)
    if not force and (edited := swap.edited()):
        raise EditedSince(
            f"{', '.join(map(display, edited))} was edited since; save that, then say --force to lose it."
        )
    bodies = _bodies(store, application)
    begun = replace(application, state=ApplyState.APPLYING, why=ROLLING_BACK)
    store.templates.save(begun)
    swap.undo(bodies, force=force)
    if application.commit:
        begun = _undone_ref(store, begun, "HEAD", force=True)
        _restage(store, application, root)
    return replace(begun, why="")


def _undone_ref(store: Store, application: Application, ref: str, *, force: bool) -> Application:
    root = os.fsencode(application.location)
    tip = committing.tip(root, ref)
    why = f"gitops-assets undo {application.id}"
    if tip is None:
        return replace(application, why="the branch was gone already")
    if ref != "HEAD" and committing.checked_out(root, ref):
        raise TemplateError(f"the branch {application.branch} is checked out; switch to another one first.")
    if tip == application.commit:
        committing.move(root, ref, application.before, tip, why)
        return application
    steps = [step for step in store.templates.steps(application.id) if step.step == FILE_STEP]
    there = committed(root, tip, [step.path for step in steps]).files
    edited = [
        step.path for step in steps if mark(there.get(step.path)) not in {step.after, bare(step.before)}
    ]
    if edited and not force:
        raise EditedSince(
            f"{', '.join(map(display, edited))} was edited since; say --force to lose that on {ref}."
        )
    bodies = _bodies(store, application)
    changes = [(step.path, bodies(step)) for step in steps]
    tree = committing.tree_of(root, tip, changes)
    text = f"Undo {application.template} ({application.id})\n"
    made = committing.commit(root, tree, [tip], text, int(time.time()))
    committing.move(root, ref, made, tip, why)
    return replace(application, why=f"undone by the commit {made}")


def _bodies(store: Store, application: Application) -> Bodies:
    """What the backup has; read at once, so that a broken one is told of before anything is written."""
    backup = store.templates.backup(application.backup) if application.backup else None
    files: Files = backups.read(backup) if backup else {}
    demanded = store.templates.steps(application.id)
    _demand_all(application, files, demanded)
    return lambda step: None if step.before is None else files.get(step.path)


def _demand_all(application: Application, files: Files, steps: list[Step]) -> None:
    lost = [s.path for s in steps if s.before is not None and mark(files.get(s.path)) != bare(s.before)]
    if lost:
        raise backups.BackupBroken(
            f"the backup of {application.id} lacks {', '.join(map(display, lost))}; nothing was changed."
        )


def _restage(store: Store, application: Application, root: bytes) -> None:
    bodies = _bodies(store, application)
    steps = [step for step in store.templates.steps(application.id) if step.step == FILE_STEP]
    committing.stage(root, [(step.path, bodies(step)) for step in steps])
