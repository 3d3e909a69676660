"""One template, many repositories: a few at a time, each kept as it ends, none stopped by another."""

import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass, replace

from gitops_assets.core.templates.acts import Application, Mode
from gitops_assets.core.templates.model import ApplyState, Plan, Template, Version
from gitops_assets.core.text import display
from resources.home import Home
from resources.store.store import Store
from resources.templates.applying import Applied, How, apply, new_id, rollback
from resources.templates.errors import TemplateError, fault
from resources.templates.settling import TROUBLE, said

Planner = Callable[[str, bytes], Plan]
"""The plan for one repository, by slug and place."""

ENDED_WELL = (ApplyState.APPLIED, ApplyState.UNCHANGED)

_BREATH = 0.2
"""Seconds before a repository that failed is tried again; twice as long before the next time."""


class NotMeant(Exception):  # noqa: N818 - no error: there is nothing to do there, and the message says why
    """The template is not this repository's."""


class TooLong(OSError):  # noqa: N818 - reads as the sentence it is
    """One repository took longer than it may; what was begun there is undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How many at once, how long each may take (seconds), how often it is tried again, what a failure means.

    With ``all_or_nothing`` nothing is written unless every plan can be carried out, and all is undone when
    one of them fails nevertheless.
    """

    workers: int = 2
    seconds: float = 300.0
    retries: int = 1
    all_or_nothing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a batch is about: a template at a version, how it is written, and who plans."""

    store: Store
    home: Home
    template: Template
    version: Version
    plan: Planner
    how: How
    rules: Rules


def batch(work: Work, targets: Sequence[tuple[str, bytes]]) -> Generator[Applied]:
    """Apply a template to all of these, by slug and place, and give what came of each as it ends.

    Each is in the store as queued before any begins, and as it ended before it is told. Nothing is raised for
    one repository. When the iteration is given up, those that have begun come to their end and no other
    begins: :func:`left` has them.
    """
    name = work.how.batch or f"batch_{new_id().removeprefix('app_')}"
    yield from _carried_out(work, [_queued(work, name, slug, place) for slug, place in targets])


def resumed(work: Work, named: str | None = None) -> Iterator[Applied]:
    """What is left of a batch, by default the template's last. Raises :class:`TemplateError` for none."""
    yield from _carried_out(work, left(work, named))


def left(work: Work, named: str | None = None) -> list[Application]:
    """The applications of a batch that have not ended well; those that failed are queued again.

    What was rolled back is left as somebody wanted it, unless all of the batch are to stand or none.
    """
    settled = ENDED_WELL if work.rules.all_or_nothing else (*ENDED_WELL, ApplyState.ROLLED_BACK)
    past = work.store.templates.history(template=work.template.name, limit=1)
    name = named or (past[0].batch if past else "")
    newest = {each.slug: each for each in work.store.templates.of_batch(name)} if name else {}
    if not newest:
        what = f"batch {display(named)!r}" if named else f"batch of {work.template.name}"
        raise TemplateError(f"there is no {what} to go on with; `template history` lists what was done.")
    if moved := next((each for each in newest.values() if each.oid != work.version.oid), None):
        raise TemplateError(
            f"{moved.batch} was about {moved.template} {moved.tag or moved.oid[:12]}, which is not what "
            "would be applied now; name that --version, or apply anew without --resume."
        )
    return [
        each
        if each.state is ApplyState.QUEUED
        else _queued(work, each.batch, each.slug, os.fsencode(each.location))
        for each in newest.values()
        if each.state not in settled
    ]


def undone(store: Store, home: Home, batch: str, *, force: bool = False) -> Iterator[Application]:
    """Roll back what a batch applied, newest first; one that cannot be says why and stops no other.

    Raises :class:`TemplateError` when there is nothing to roll back.
    """
    known = store.templates.of_batch(batch)
    standing = [each for each in reversed(known) if each.state is ApplyState.APPLIED]
    if not standing:
        why = f"nothing of {batch} is left to roll back" if known else f"there is no batch {batch!r}"
        raise TemplateError(f"{display(why)}; see gitops-assets template history.")
    for each in standing:
        try:
            yield rollback(store, home, each.id, force=force)
        except TROUBLE as error:
            yield replace(store.templates.find(each.id) or each, why=said(error))


def _queued(work: Work, batch: str, slug: str, place: bytes) -> Application:
    made = Application(
        id=new_id(),
        batch=batch,
        slug=slug,
        location=os.fsdecode(place),
        template=work.template.name,
        source=work.template.source,
        tag=work.version.tag,
        oid=work.version.oid,
        mode=Mode.IN_PLACE if work.how.in_place else Mode.BRANCH,
        state=ApplyState.QUEUED,
        who=work.how.who,
        started=int(time.time()),
    )
    work.store.templates.save(made)
    return made


def _carried_out(work: Work, queued: Sequence[Application]) -> Iterator[Applied]:
    if work.rules.all_or_nothing:
        yield from _together(work, queued)
        return
    pool = ThreadPoolExecutor(max(1, work.rules.workers), thread_name_prefix="template-")
    try:
        for future in as_completed([pool.submit(_one, work, each) for each in queued]):
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _one(work: Work, queued: Application) -> Applied:
    """One repository from its plan to its end; one that failed is tried again, from its plan on."""
    until = time.monotonic() + work.rules.seconds
    for attempt in range(work.rules.retries + 1):
        planned = _planned(work, queued)
        if isinstance(planned, Applied):
            return planned
        done = _applied(work, queued, planned, until)
        if done.outcome is not ApplyState.FAILED or attempt == work.rules.retries:
            break
        time.sleep(_BREATH * 2**attempt)
        queued = _queued(work, queued.batch, queued.slug, os.fsencode(queued.location))
    return done


def _planned(work: Work, queued: Application) -> Plan | Applied:
    """The plan, or the end of a repository that there is none for."""
    try:
        return work.plan(queued.slug, os.fsencode(queued.location))
    except NotMeant as why:
        return _ended(work, queued, ApplyState.UNCHANGED, str(why))
    except TROUBLE as error:
        return _ended(work, queued, ApplyState.FAILED, said(error))
    except Exception as error:  # noqa: BLE001 - one repository's trouble stops no other
        return _ended(work, queued, ApplyState.FAILED, fault(error))


def _applied(work: Work, queued: Application, plan: Plan, until: float) -> Applied:
    def pause(step: str) -> None:
        work.how.pause(step)
        if time.monotonic() > until:
            raise TooLong(110, f"took longer than {work.rules.seconds:g} seconds", step)

    how = replace(work.how, pause=pause, batch=queued.batch)
    try:
        return apply(work.store, work.home, plan, os.fsencode(queued.location), how, id=queued.id)
    except TROUBLE as error:
        return _ended(work, queued, ApplyState.FAILED, said(error), plan)
    except Exception as error:  # noqa: BLE001 - one repository's trouble stops no other
        return _ended(work, queued, ApplyState.FAILED, fault(error), plan)


def _ended(work: Work, queued: Application, state: ApplyState, why: str, plan: Plan | None = None) -> Applied:
    now = work.store.templates.find(queued.id)
    if now is not None and now.state is ApplyState.APPLYING:
        # It was begun and is not undone yet: said to have failed, nobody would settle it any more.
        return Applied(replace(now, why=display(why)), plan)
    ended = replace(queued, state=state, why=display(why), finished=int(time.time()))
    work.store.templates.save(ended)
    return Applied(ended, plan)


def _together(work: Work, queued: Sequence[Application]) -> Iterator[Applied]:
    with ThreadPoolExecutor(max(1, work.rules.workers), thread_name_prefix="template-") as pool:
        planned = list(zip(queued, pool.map(lambda each: _planned(work, each), queued), strict=True))
        plans = [(each, plan) for each, plan in planned if isinstance(plan, Plan)]
        broken = [done for _, done in planned if isinstance(done, Applied)]
        yield from broken
        in_the_way = next(
            (done.application.slug for done in broken if done.outcome not in ENDED_WELL),
            next((each.slug for each, plan in plans if plan.conflicts or plan.problems), None),
        )
        if in_the_way is None:
            yield from _all_or_nothing(work, plans, pool)
            return
        why = f"nothing was written: {in_the_way} stands in the way, and it is all or nothing."
        for each, plan in plans:
            stuck = plan.conflicts or plan.problems or not plan.changes
            yield _written(work, each, plan) if stuck else _ended(work, each, ApplyState.QUEUED, why, plan)


def _written(work: Work, queued: Application, plan: Plan) -> Applied:
    return _applied(work, queued, plan, time.monotonic() + work.rules.seconds)


def _all_or_nothing(
    work: Work, plans: Sequence[tuple[Application, Plan]], pool: ThreadPoolExecutor
) -> Iterator[Applied]:
    waiting, begun, done = list(plans), dict[Future[Applied], str](), list[Applied]()
    spoilt: str | None = None
    try:
        while begun or (waiting and spoilt is None):
            while waiting and spoilt is None and len(begun) < max(1, work.rules.workers):
                each, plan = waiting.pop(0)
                begun[pool.submit(_written, work, each, plan)] = each.slug
            for future in wait(begun, return_when=FIRST_COMPLETED).done:
                slug = begun.pop(future)
                done.append(future.result())
                spoilt = spoilt or (slug if done[-1].outcome not in ENDED_WELL else None)
    except BaseException:  # Ctrl-C is no reason to leave half of what is all or nothing
        for each_done in reversed([*done, *(future.result() for future in begun)]):
            _undone(work, each_done, "the batch was interrupted, and it is all or nothing.")
        raise
    if spoilt is None:
        yield from done
        return
    why = f"{spoilt} failed, and it is all or nothing."
    yield from (_undone(work, each, why) for each in reversed(done))
    yield from (
        _ended(work, each, ApplyState.QUEUED, f"nothing was written: {why}", plan) for each, plan in waiting
    )


def _undone(work: Work, done: Applied, why: str) -> Applied:
    if done.outcome is not ApplyState.APPLIED:
        return done
    try:
        back = replace(rollback(work.store, work.home, done.application.id), why=why)
    except Exception as error:  # noqa: BLE001 - the others are undone whatever became of this one
        back = replace(done.application, why=display(f"it could not be rolled back: {error}"))
    work.store.templates.save(back)
    return Applied(back, done.plan)


def states(done: Sequence[Applied]) -> Mapping[ApplyState, int]:
    """How many ended how, in the order of the states."""
    return {state: count for state in ApplyState if (count := sum(each.outcome is state for each in done))}
