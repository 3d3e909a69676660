"""Carrying out a plan: on a branch of its own, or in the files as they lie; and undoing that."""

import os
import secrets
import time
from dataclasses import dataclass, replace

from gitops_assets.core.templates.acts import Application, Mode, Step
from gitops_assets.core.templates.model import Action, ApplyState, FilePlan, Plan
from gitops_assets.core.text import display
from resources.git.command import run
from resources.git.inside import stat_inside
from resources.git.layout import layout_of
from resources.git.user import user_config
from resources.home import Home
from resources.store.store import Store
from resources.templates import backups, committing
from resources.templates.checkout import Place, resolved
from resources.templates.errors import TemplateError
from resources.templates.settling import TROUBLE, Refused, at_work, said, settled
from resources.templates.telling import tell
from resources.templates.undoing import undo
from resources.templates.writing import FILE_STEP, FOLDER_STEP, Pause, Swap, found, mark, with_mode


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a plan is carried out. Without ``branch`` it is named after template and version."""

    in_place: bool = False
    dirty: bool = False
    commit: bool = False
    branch: str | None = None
    who: str = "gitops-assets"
    batch: str = ""
    pause: Pause = lambda _: None


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of it."""

    application: Application
    plan: Plan | None = None

    @property
    def outcome(self) -> ApplyState:
        """How it ended."""
        return self.application.state


def new_id() -> str:
    """An application's id: later ones sort after earlier ones."""
    return f"app_{int(time.time() * 1000):011x}{secrets.token_hex(4)}"


def branch_of(plan: Plan, how: How) -> str:
    """The branch that a plan goes to."""
    return how.branch or branch_named(plan.template.name, plan.version.tag or plan.version.oid[:12])


def branch_named(template: str, version: str) -> str:
    """The branch for one version of a template."""
    return f"gitops/{template}-{version.replace('/', '-').replace(' ', '-')}"


def planned_on(store: Store, location: Place, slug: str, branch: str) -> str:
    """The revision to plan on: the branch where it is there, ours, and not merged yet; else HEAD."""
    root, ref = os.fsencode(location), f"refs/heads/{branch}"
    tip = committing.tip(root, ref)
    waits = _is_ours(store, slug, tip) and not committing.contains(root, committing.tip(root, "HEAD"), tip)
    return ref if waits else "HEAD"


def _is_ours(store: Store, slug: str, tip: str | None) -> bool:
    return tip is not None and any(each.commit == tip for each in store.templates.history(slug=slug))


def apply(store: Store, home: Home, plan: Plan, location: Place, how: How, *, id: str = "") -> Applied:  # noqa: A002 - the word of the store
    """Carry out a plan: all of it or nothing. What went wrong stands in the application's state and ``why``.

    Raises :class:`TemplateError` only where another process is at work on the repository.
    """
    began = time.time()
    root = os.fsencode(location)
    application = Application(
        id=id or new_id(),
        batch=how.batch,
        slug=plan.slug,
        location=os.fsdecode(root),
        template=plan.template.name,
        source=plan.template.source,
        tag=plan.version.tag,
        oid=plan.version.oid,
        mode=Mode.IN_PLACE if how.in_place else Mode.BRANCH,
        state=ApplyState.QUEUED,
        who=how.who,
        started=int(began),
        answers=_public(plan),
    )
    with at_work(home, root, plan.slug):
        ended = _carried_out(_Act(store, home, plan, root, how), application)
        ended = replace(ended, finished=int(time.time()))
        if ended.state is not ApplyState.APPLYING:
            store.templates.save(ended)
    tell(store, ended, plan.files, time.time() - began)
    return Applied(ended, plan)


def rollback(
    store: Store, home: Home, application: str, *, force: bool = False, pause: Pause = lambda _: None
) -> Application:
    """Undo an application: contents and modes as before, and what was added is gone.

    Raises :class:`TemplateError` where there is no such application, its backup is broken, or, without
    ``force``, somebody edited since what would be lost.
    """
    began = time.time()
    known = store.templates.find(application)
    if known is None:
        raise TemplateError(f"there is no application {application!r}; see gitops-assets template history.")
    with at_work(home, os.fsencode(known.location), known.slug):
        now = store.templates.find(application) or known
        try:
            ended = undo(store, home, now, force=force, pause=pause)
        except TROUBLE:
            ended = _undone_yet(store, home, application)
        else:
            ended = replace(ended, finished=int(time.time()))
            store.templates.save(ended)
    tell(store, ended, (), time.time() - began)
    return ended


def _undone_yet(store: Store, home: Home, application: str) -> Application:
    """What a rollback in which something went wrong comes to; raises that again unless it is done."""
    now = store.templates.find(application)
    if now is not None and now.state is ApplyState.APPLYING:
        ended = settled(store, home, now)
        if ended.state is ApplyState.ROLLED_BACK:
            return ended
    raise  # noqa: PLE0704 - it is called where the error is caught


@dataclass(frozen=True, slots=True)
class _Act:
    store: Store
    home: Home
    plan: Plan
    root: bytes
    how: How


def _public(plan: Plan) -> dict[str, object]:
    secret = {question.name for question in plan.template.every_question if question.secret}
    return {key: value for key, value in plan.answers.items() if key not in secret | {"repository"}}


def _carried_out(act: _Act, application: Application) -> Application:
    plan = act.plan
    if plan.problems:
        return replace(application, state=ApplyState.FAILED, why="; ".join(plan.problems))
    if plan.conflicts:
        told = (f"{each.path} ({each.why})" if each.why else each.path for each in plan.conflicts)
        why = f"conflicts: {', '.join(told)}"
        return replace(application, state=ApplyState.CONFLICTED, why=display(why))
    if not plan.changes:
        return replace(application, state=ApplyState.UNCHANGED, why=_waiting(act))
    try:
        return (_in_place if act.how.in_place else _on_branch)(act, application)
    except TROUBLE as error:
        return _given_up(act, application, said(error))
    except Exception:
        _given_up(act, application, "")
        raise


def _waiting(act: _Act) -> str:
    """That what would be applied stands on a branch already; empty where it is in HEAD."""
    branch = branch_of(act.plan, act.how)
    if act.how.in_place or planned_on(act.store, act.root, act.plan.slug, branch) == "HEAD":
        return ""
    return display(f"it stands on {branch} already; merge that")


def _given_up(act: _Act, application: Application, why: str) -> Application:
    """Undo what was begun; where that is not possible now, it stays to be settled by the next start."""
    now = application
    try:
        now = act.store.templates.find(application.id) or application
        if now.state is not ApplyState.APPLYING:
            return replace(application, state=ApplyState.FAILED, why=why)
        undone = settled(act.store, act.home, now, failed=True)
    except TROUBLE as error:
        return replace(
            now,
            state=ApplyState.APPLYING,
            why=f"{why}; it cannot be undone yet: {said(error)}; the next gitops-assets template does it",
        )
    return replace(undone, why=f"{why}; {undone.why}")


def _on_branch(act: _Act, application: Application) -> Application:
    store, home, plan, root, how = act.store, act.home, act.plan, act.root, act.how
    branch = branch_of(plan, how)
    ref = f"refs/heads/{branch}"
    if not committing.is_branch(root, branch):
        raise Refused(f"{branch!r} cannot be the name of a branch; name another with --branch.")
    before = committing.tip(root, ref)
    parent = committing.tip(root, planned_on(store, root, plan.slug, branch))
    if before and not _is_ours(store, plan.slug, before):
        raise Refused(f"the branch {branch} is there and not ours; name another with --branch.")
    if parent is None or resolved(root, f"{parent}^{{tree}}") != plan.tree:
        raise Refused("the repository moved since it was planned on; plan again.")
    if committing.checked_out(root, ref):
        raise Refused(f"the branch {branch} is checked out; switch to another one first.")
    files = {each.path: each.before for each in plan.changes if each.before is not None}
    begun = replace(application, state=ApplyState.APPLYING, branch=branch, before=before)
    how.pause("backup")
    store.templates.save(begun)
    backup = backups.make(home, begun, files, keep=before)
    begun = replace(begun, backup=backup.id)
    how.pause("begin")
    store.templates.begin(begun, _file_steps(plan, root, disk=False), backup)
    how.pause("tree")
    tree = committing.tree_of(root, parent, [(each.path, each.after) for each in plan.changes])
    made = committing.commit(root, tree, [parent], message(begun), int(time.time()))
    begun = replace(begun, commit=made)
    how.pause("commit")
    store.templates.save(begun)
    how.pause("ref")
    committing.move(root, ref, made, before, f"gitops-assets {application.id}")
    how.pause("finish")
    store.templates.finish_steps(application.id)
    return replace(begun, state=ApplyState.APPLIED)


def message(application: Application) -> str:
    """What a commit says."""
    version = application.tag or application.oid[:12]
    return (
        f"Apply {application.template} {version}\n\nAsked for by {display(application.who)}; undo with "
        f"`gitops-assets template rollback {application.id}`.\n"
    )


def _in_place(act: _Act, application: Application) -> Application:
    store, home, plan, root, how = act.store, act.home, act.plan, act.root, act.how
    _demand_clean(root, how)
    for each in plan.changes:
        _demand_as_planned(root, each)
    files = {each.path: each.before for each in plan.changes if each.before is not None}
    head = committing.tip(root, "HEAD") if how.commit else None
    if head:
        _demand_nothing_staged(root, head, plan)
    begun = replace(application, state=ApplyState.APPLYING, before=head)
    how.pause("backup")
    store.templates.save(begun)
    backup = backups.make(home, begun, files)
    steps = [*_folder_steps(plan, root), *_file_steps(plan, root, disk=True)]
    steps = [replace(step, seq=seq) for seq, step in enumerate(steps)]
    begun = replace(begun, backup=backup.id)
    how.pause("begin")
    store.templates.begin(begun, steps, backup)
    swap = Swap(root, application.id, steps, how.pause)
    swap.write({each.path: each.after for each in plan.changes})
    how.pause("written")
    store.templates.finish_steps(application.id)
    if head:
        begun = _committed(act, head, begun)
    kept = swap.settle()
    how.pause("finish")
    why = f"what was written meanwhile is in {display(', '.join(kept))}" if kept else ""
    return replace(begun, state=ApplyState.APPLIED, why=why)


def _committed(act: _Act, head: str, begun: Application) -> Application:
    store, plan, root, how = act.store, act.plan, act.root, act.how
    how.pause("tree")
    tree = committing.tree_of(root, head, [(each.path, each.after) for each in plan.changes])
    begun = replace(begun, commit=committing.commit(root, tree, [head], message(begun), int(time.time())))
    how.pause("commit")
    store.templates.save(begun)
    how.pause("ref")
    committing.move(root, "HEAD", begun.commit, head, f"gitops-assets {begun.id}")
    how.pause("index")
    paths = [each.path for each in plan.changes]
    committing.stage(root, begun.commit or head, paths, instead_of=head)
    return begun


def _demand_nothing_staged(root: bytes, head: str, plan: Plan) -> None:
    paths = [each.path for each in plan.changes]
    if committing.staged(root, paths) != committing.of_commit(root, head, paths):
        raise Refused("what the template changes has staged changes; commit or unstage them first.")


def _demand_clean(root: bytes, how: How) -> None:
    layout = layout_of(root)
    if layout.bare:
        raise Refused("there is no work tree to write into; apply on a branch, without --in-place.")
    if how.dirty:
        return
    answer = run(
        root,
        ("status", "--porcelain", "-z", "--untracked-files=normal", "--ignore-submodules=dirty"),
        config=user_config().neutralised(layout.config),
    )
    if answer.code or answer.timed_out:
        raise Refused(f"git status failed: {display(answer.complaint)}; mend that and try again.")
    if answer.out:
        raise Refused("there are uncommitted changes; commit or stash them, or say --dirty.")


def _demand_as_planned(root: bytes, each: FilePlan) -> None:
    if found(root, each.path) != mark(each.before):
        raise Refused(f"{each.path} changed since it was planned on; plan again.")
    info = stat_inside(root, each.path)
    if info is not None and each.before and not each.before.link and not info.st_mode & 0o200:
        raise Refused(f"{each.path} is read-only; make it writable (chmod u+w) and try again.")


def _file_steps(plan: Plan, root: bytes, *, disk: bool) -> list[Step]:
    ordered = sorted(plan.changes, key=lambda each: (each.action is not Action.DELETE, each.path))
    marks = [(each, mark(each.before)) for each in ordered]
    return [
        Step(
            seq=seq,
            step=FILE_STEP,
            path=each.path,
            before=with_mode(root, each.path, before) if disk else before,
            after=mark(each.after),
        )
        for seq, (each, before) in enumerate(marks)
    ]


def _folder_steps(plan: Plan, root: bytes) -> list[Step]:
    needed: dict[str, None] = {}
    for each in plan.changes:
        parts = each.path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            folder = "/".join(parts[:depth])
            if each.after is not None and stat_inside(root, folder) is None:
                needed[folder] = None
    return [Step(seq=0, step=FOLDER_STEP, path=path, before=None, after="folder") for path in needed]
