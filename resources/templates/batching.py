"""One template, many repositories: a few at a time, each kept as it ends, none stopped by another."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from gitops_assets.core.templates.acts import Application, Mode
from gitops_assets.core.templates.model import ApplyState, Plan, Template, Version
from gitops_assets.core.text import display
from gitops_assets.core.tree import TreeUnreadable
from resources.home import Home
from resources.store.store import Store
from resources.templates.applying import Applied, How, apply, new_id, rollback
from resources.templates.errors import TemplateError

Planner = Callable[[str, bytes], Plan]
"""The plan for one repository, by slug and place."""

_ENDED = (ApplyState.APPLIED, ApplyState.UNCHANGED)


class TooLong(OSError):  # noqa: N818 - reads as the sentence it is
    """One repository took longer than it may; what was begun there is undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How many at once, how long each may take (seconds), and what a failure means."""

    workers: int = 2
    seconds: float = 300.0
    retries: int = 1
    all_or_nothing: bool = False
    resume: bool = False


@dataclass(frozen=True, slots=True)
class _Work:
    store: Store
    home: Home
    how: How
    plan: Planner
    rules: Rules


def batch(
    store: Store,
    home: Home,
    what: tuple[Template, Version],
    targets: Sequence[tuple[str, bytes]],
    *,
    plan: Planner,
    how: How,
    rules: Rules,
) -> list[Applied]:
    """Apply a template to all of them; what came of each, in order.

    Each is in the store as queued before any begins and as it ended as soon as it did, so that ``resume``
    goes on with those of the last batch that did not end well. Nothing is raised for one repository.
    """
    queued = _queued(store, what, targets, how, rules)
    work = _Work(store, home, replace(how, batch=queued[0].batch if queued else ""), plan, rules)
    pool = ThreadPoolExecutor(max(1, rules.workers), thread_name_prefix="template-")
    try:
        done = list(pool.map(lambda each: _one(work, each), queued))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        pool.shutdown(wait=True)
    if rules.all_or_nothing and any(each.outcome not in _ENDED for each in done):
        return [_undone(store, home, each) for each in done]
    return done


def _queued(
    store: Store,
    what: tuple[Template, Version],
    targets: Sequence[tuple[str, bytes]],
    how: How,
    rules: Rules,
) -> list[Application]:
    template, version = what
    name, skip = how.batch or f"batch_{new_id().removeprefix('app_')}", set[str]()
    if rules.resume:
        past = store.templates.history(template=template.name, limit=1)
        if past and past[0].oid == version.oid and past[0].batch:
            name = past[0].batch
            skip = {each.slug for each in store.templates.of_batch(name) if each.state in _ENDED}
    made = [
        Application(
            id=new_id(),
            batch=name,
            slug=slug,
            location=place.decode("utf-8", "surrogateescape"),
            template=template.name,
            source=template.source,
            tag=version.tag,
            oid=version.oid,
            mode=Mode.IN_PLACE if how.in_place else Mode.BRANCH,
            state=ApplyState.QUEUED,
            who=how.who,
            started=int(time.time()),
        )
        for slug, place in targets
        if slug not in skip
    ]
    for each in made:
        store.templates.save(each)
    return made


def _one(work: _Work, queued: Application) -> Applied:
    for attempt in range(work.rules.retries + 1):
        until = time.monotonic() + work.rules.seconds

        def pause(step: str, until: float = until) -> None:
            work.how.pause(step)
            if time.monotonic() > until:
                raise TooLong(110, f"took longer than {work.rules.seconds:g} seconds", step)

        try:
            place = queued.location.encode("utf-8", "surrogateescape")
            plan = work.plan(queued.slug, place)
            how = replace(work.how, pause=pause)
            return apply(work.store, work.home, plan, place, how, id=queued.id)
        except (TemplateError, TreeUnreadable, OSError) as error:
            if isinstance(error, TemplateError) or attempt == work.rules.retries:
                return Applied(_failed(work.store, queued, str(error)))
            time.sleep(0.2 * (attempt + 1))
    raise AssertionError(queued.id)


def _failed(store: Store, queued: Application, why: str) -> Application:
    ended = replace(queued, state=ApplyState.FAILED, why=display(why), finished=int(time.time()))
    store.templates.save(ended)
    return ended


def _undone(store: Store, home: Home, done: Applied) -> Applied:
    if done.outcome is not ApplyState.APPLIED:
        return done
    try:
        return Applied(rollback(store, home, done.application.id), done.plan)
    except (TemplateError, OSError) as error:
        kept = replace(done.application, why=display(f"it could not be rolled back: {error}"))
        store.templates.save(kept)
        return Applied(kept, done.plan)
