"""Undoing an application that was carried out, in steps that may each be cut off and taken again."""

import os
import time
from dataclasses import replace

from gitops_assets.core.gates.words import command
from gitops_assets.core.templates.acts import Application, Mode, Step
from gitops_assets.core.templates.model import ApplyState, Content, Files
from gitops_assets.core.text import display
from resources.home import Home
from resources.store.store import Store
from resources.templates import backups, committing
from resources.templates.backups import EDITS, id_of
from resources.templates.checkout import committed, working
from resources.templates.errors import TemplateError
from resources.templates.writing import FILE_STEP, Bodies, Pause, Swap, bare, mark

PREPARING = "about to be rolled back"
"""What an application says of itself before its rollback changes anything."""

ROLLING_BACK = "rolling back"
"""What it says from then on; with `` by COMMIT`` when a commit undoes it."""


class EditedSince(TemplateError):  # noqa: N818 - reads as the sentence it is
    """Undoing would lose what somebody wrote after the template was applied."""


def undo(
    store: Store, home: Home, application: Application, *, force: bool, pause: Pause = lambda _: None
) -> Application:
    """Put back what an application changed; raises :class:`TemplateError` before anything is written.

    ``force`` overwrites later edits and later applications: of files they are backed up first, on a branch
    the commits that made them stay.
    """
    _demand_undoable(store, application, force=force)
    if application.mode is Mode.BRANCH:
        return _undo_branch(store, application, force=force)
    return _undo_files(store, home, application, force=force, pause=pause)


def resumed(store: Store, cut: Application) -> Application:
    """Settle a rollback that was cut off: not begun, it is cancelled; begun, it is finished."""
    if cut.why == PREPARING:
        return replace(cut, state=ApplyState.APPLIED, why="")
    if cut.mode is Mode.IN_PLACE:
        return _put_back(store, cut)
    root = os.fsencode(cut.location)
    tip, made = committing.tip(root, f"refs/heads/{cut.branch}"), _by(cut)
    if made and committing.contains(root, tip, made):
        return _rolled_back(cut, f"undone by the commit {made}")
    if tip != cut.before and committing.contains(root, tip, cut.commit):
        return replace(cut, state=ApplyState.APPLIED, why="")
    return _rolled_back(cut)


def bodies_of(store: Store, application: Application) -> Bodies:
    """What the backup has; read at once, so that a broken one is told of before anything is written."""
    backup = store.templates.backup(application.backup) if application.backup else None
    files: Files = backups.read(backup) if backup else {}
    steps = store.templates.steps(application.id)
    lost = [s.path for s in steps if s.before is not None and mark(files.get(s.path)) != bare(s.before)]
    if lost:
        raise backups.BackupBroken(
            f"the backup of {application.id} lacks {', '.join(map(display, lost))}; nothing was changed."
        )
    return lambda step: None if step.before is None else files.get(step.path)


def file_steps(store: Store, application: Application) -> list[Step]:
    """The files of its journal."""
    return [step for step in store.templates.steps(application.id) if step.step == FILE_STEP]


def _demand_undoable(store: Store, application: Application, *, force: bool) -> None:
    if application.state is not ApplyState.APPLIED:
        raise TemplateError(
            f"{application.id} is {application.state.value}; only what was applied can be rolled back."
        )
    if not os.path.isdir(os.fsencode(application.location)):  # noqa: PTH112 - bytes
        raise TemplateError(f"{display(application.location)} is gone; there is nothing to roll back.")
    over = None if force else _over(store, application)
    if over is not None:
        raise TemplateError(
            f"{over.id} ({over.template} {over.tag or over.oid[:12]}) was applied over {application.id}; "
            "roll that back first, or say --force to go back to before both."
        )


def _over(store: Store, application: Application) -> Application | None:
    """The newest application that was carried out on the same files after this one, and still stands."""
    paths = {step.path for step in file_steps(store, application)}
    for later in store.templates.history(slug=application.slug):
        if later.id == application.id:
            return None
        same = (later.location, later.mode, later.branch)
        if later.state is not ApplyState.APPLIED or same != (
            application.location,
            application.mode,
            application.branch,
        ):
            continue
        if paths & {step.path for step in file_steps(store, later)}:
            return later
    return None


def _undo_branch(store: Store, application: Application, *, force: bool) -> Application:
    root, ref = os.fsencode(application.location), f"refs/heads/{application.branch}"
    tip = committing.tip(root, ref)
    if tip is None:
        return _rolled_back(application, "the branch was gone already")
    if committing.checked_out(root, ref):
        raise TemplateError(f"the branch {application.branch} is checked out; switch to another one first.")
    if not force:
        _demand_unmerged(application, root)
    steps = file_steps(store, application)
    there = committed(root, tip, [step.path for step in steps]).files
    edited = [s.path for s in steps if mark(there.get(s.path)) not in {s.after, bare(s.before)}]
    if edited and not force:
        raise EditedSince(
            f"{_named(edited)} was edited on {application.branch} since; say --force to undo that too: the "
            "commits that made the edits stay."
        )
    bodies = bodies_of(store, application)
    begun = replace(application, state=ApplyState.APPLYING, why=PREPARING)
    store.templates.save(begun)
    if tip == application.commit:
        store.templates.save(replace(begun, why=ROLLING_BACK))
        committing.move(root, ref, application.before, tip, f"gitops-assets undo {application.id}")
        return _rolled_back(application)
    made = _undoing_commit(root, tip, begun, [(step.path, bodies(step)) for step in steps])
    store.templates.save(replace(begun, why=f"{ROLLING_BACK} by {made}"))
    committing.move(root, ref, made, tip, f"gitops-assets undo {application.id}")
    kept = f"; the edits are in {tip}" if edited else ""
    return _rolled_back(application, f"undone by the commit {made}{kept}")


def _demand_unmerged(application: Application, root: bytes) -> None:
    """Refuse what a branch alone cannot undo: a commit that HEAD has already."""
    made = application.commit
    if made and committing.contains(root, committing.tip(root, "HEAD"), made):
        revert = command("git", "-C", display(os.fsdecode(root)), "revert", made[:12])
        raise TemplateError(
            f"it was merged: HEAD has its commit {made[:12]}, which no rollback takes away; undo it with "
            f"{revert}, or say --force to undo the branch alone."
        )


def _undo_files(
    store: Store, home: Home, application: Application, *, force: bool, pause: Pause
) -> Application:
    root = os.fsencode(application.location)
    edited = Swap(root, application.id, store.templates.steps(application.id), pause).edited()
    if edited and not force:
        raise EditedSince(
            f"{_named(edited)} was edited since; save that, or say --force: it is backed up and overwritten."
        )
    if application.commit and not committing.contains(root, committing.tip(root, "HEAD"), application.commit):
        raise TemplateError(
            f"the commit {application.commit[:12]} is not in what is checked out; switch to its branch first."
        )
    bodies_of(store, application)
    begun = replace(application, state=ApplyState.APPLYING, why=PREPARING)
    store.templates.save(begun)
    there = working(root, edited)
    if there.blocked:
        path, why = next(iter(there.blocked.items()))
        store.templates.save(application)
        raise EditedSince(f"{display(path)} is {why} now; move that away first.")
    saved = backups.make(home, begun, there.files, part=EDITS) if there.files else None
    begun = replace(begun, why=ROLLING_BACK)
    store.templates.begin(begun, (), saved)
    return _put_back(store, begun, pause)


def _put_back(store: Store, begun: Application, pause: Pause = lambda _: None) -> Application:
    """What a rollback of files does from the moment on that it must be finished; may be done again."""
    root = os.fsencode(begun.location)
    edits = store.templates.backup(id_of(begun.id, EDITS))
    saved = {path: mark(content) or "" for path, content in backups.read(edits).items()} if edits else {}
    swap = Swap(root, begun.id, store.templates.steps(begun.id), pause)
    left = swap.undo(bodies_of(store, begun), saved=saved)
    said = [_uncommitted(store, begun, root)] if begun.commit else []
    said += [f"what was edited is in {edits.id}"] if edits else []
    said += [f"edited since, and left alone: {_named(left)}"] if left else []
    return _rolled_back(begun, "; ".join(filter(None, said)))


def _uncommitted(store: Store, begun: Application, root: bytes) -> str:
    """Take the commit back that was made in place: HEAD, or a commit on top of it; and the index."""
    tip, made, before = committing.tip(root, "HEAD"), _by(begun), begun.before
    paths = [step.path for step in file_steps(store, begun)]
    why = f"gitops-assets undo {begun.id}"
    if begun.commit is None or before is None or tip is None:
        return ""
    if tip == begun.commit:
        committing.move(root, "HEAD", before, tip, why)
    if tip in {begun.commit, before}:
        committing.stage(root, before, paths, instead_of=begun.commit)
        return ""
    if made is None or not committing.contains(root, tip, made):
        if not committing.contains(root, tip, begun.commit):
            return "its commit was gone from what is checked out"
        old = committed(root, before, paths).files
        made = _undoing_commit(root, tip, begun, [(path, old.get(path)) for path in paths])
        store.templates.save(replace(begun, why=f"{ROLLING_BACK} by {made}"))
        committing.move(root, "HEAD", made, tip, why)
    committing.stage(root, made, paths, instead_of=f"{made}^")
    return f"undone by the commit {made}"


def _undoing_commit(
    root: bytes, tip: str, application: Application, changes: list[tuple[str, Content | None]]
) -> str:
    tree = committing.tree_of(root, tip, changes)
    text = f"Undo {application.template} ({application.id})\n"
    return committing.commit(root, tree, [tip], text, int(time.time()))


def _by(cut: Application) -> str | None:
    return cut.why.partition(" by ")[2] or None


def _rolled_back(application: Application, why: str = "") -> Application:
    return replace(application, state=ApplyState.ROLLED_BACK, why=why)


def _named(paths: list[str]) -> str:
    return ", ".join(map(display, paths))
