"""One template over many repositories: so many at a time, each on its own, none stopped by another.

What is done with a repository is passed in; this knows the order, the retries, the time and the ends.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from gitops_assets.core.templates.model import ApplyState, Plan
from gitops_assets.core.tree import TreeUnreadable
from resources.templates.acts import Applied
from resources.templates.errors import TemplateError

WORKERS = 4
SECONDS = 300.0
RETRIES = 1
FINE = frozenset({ApplyState.APPLIED, ApplyState.UNCHANGED})


class Target(NamedTuple):
    """One repository: its slug and the folder it lies in."""

    slug: str
    path: bytes


class NotMeant(Exception):  # noqa: N818 - no error: there is nothing to do here, and the message says why
    """The template is not this repository's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """What is done with each repository.

    ``plan`` raises :class:`TemplateError`. ``begin`` hears of a repository at its start, ``keep`` of its end
    before anybody else is told.
    """

    template: str
    version: str
    plan: Callable[[Target], Plan]
    apply: Callable[[Plan, Target], Applied]
    undo: Callable[[str], Applied]
    begin: Callable[[Target], None] = lambda _: None
    keep: Callable[[Applied], None] = lambda _: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a batch goes about it: ``workers`` repositories at a time, ``seconds`` for planning each.

    A repository that failed is tried ``retries`` times again, from its plan on. With ``together`` nothing is
    written unless every plan is without a conflict, and all is undone when one of them fails.
    """

    workers: int = WORKERS
    seconds: float = SECONDS
    retries: int = RETRIES
    together: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    acts: Acts
    wish: Wish
    clock: Callable[[], float] = field(default=time.monotonic)

    def whole(self, target: Target) -> Applied:
        """One repository from its plan to its end, tried again where it failed."""
        done = self.once(target)
        for _ in range(self.wish.retries):
            if done.state is not ApplyState.FAILED:
                break
            done = self.once(target)
        return done

    def once(self, target: Target) -> Applied:
        """One try."""
        begun = self.clock()
        planned = self.planned(target)
        late = self.clock() - begun > self.wish.seconds
        if isinstance(planned, Applied):
            done = planned
        elif late:
            done = self.ended(
                target,
                ApplyState.FAILED,
                f"planning took longer than {self.wish.seconds:g} seconds, and nothing was written; "
                "allow more with --timeout.",
                planned,
            )
        else:
            done = self.applied(planned, target)
        return replace(done, seconds=self.clock() - begun)

    def planned(self, target: Target) -> Plan | Applied:
        """The plan, or the end where there is nothing to write."""
        self.acts.begin(target)
        try:
            plan = self.acts.plan(target)
        except NotMeant as why:
            return self.ended(target, ApplyState.UNCHANGED, str(why))
        except (TemplateError, TreeUnreadable, OSError) as error:
            return self.ended(target, ApplyState.FAILED, str(error))
        except Exception as error:  # noqa: BLE001 - one repository's trouble never stops another
            return self.ended(target, ApplyState.FAILED, _fault(error))
        if plan.problems:
            return self.ended(target, ApplyState.FAILED, " ".join(plan.problems), plan)
        if plan.conflicts:
            return self.ended(target, ApplyState.CONFLICTED, conflict_of(plan), plan)
        return plan if plan.changes else self.ended(target, ApplyState.UNCHANGED, "", plan)

    def applied(self, plan: Plan, target: Target) -> Applied:
        """What came of writing it."""
        try:
            return self.acts.apply(plan, target)
        except Exception as error:  # noqa: BLE001 - one repository's trouble never stops another
            return self.ended(target, ApplyState.FAILED, _fault(error), plan)

    def ended(self, target: Target, state: ApplyState, why: str, plan: Plan | None = None) -> Applied:
        """An end without an application."""
        acts = self.acts
        return Applied(
            slug=target.slug, template=acts.template, version=acts.version, state=state, plan=plan, why=why
        )


def conflict_of(plan: Plan) -> str:
    """Which files somebody has to decide, as one sentence."""
    first, *others = plan.conflicts
    more = f", and {len(others):,} more" if others else ""
    why = f": {first.why}" if first.why else ""
    return f"{first.path} is changed on both sides{why}{more}. `gitops-assets template preview` shows both."


def carried_out(targets: Sequence[Target], acts: Acts, wish: Wish) -> Iterator[Applied]:
    """Apply to every repository, and give each as it ends; ``keep`` has heard of it by then.

    When the iteration is given up, those that have begun are brought to their end and no other is begun.
    """
    run = _Run(acts, wish)
    for done in _together(targets, run) if wish.together else _each(targets, run.whole, wish.workers):
        acts.keep(done)
        yield done


def _each(targets: Sequence[Target], work: Callable[[Target], Applied], workers: int) -> Iterator[Applied]:
    pool = ThreadPoolExecutor(max_workers=max(1, workers))
    try:
        for future in as_completed([pool.submit(work, target) for target in targets]):
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _together(targets: Sequence[Target], run: _Run) -> Iterator[Applied]:
    with ThreadPoolExecutor(max_workers=max(1, run.wish.workers)) as pool:
        planned = dict(zip(targets, pool.map(run.planned, targets), strict=True))
        plans = {target: plan for target, plan in planned.items() if isinstance(plan, Plan)}
        ended = {target: done for target, done in planned.items() if isinstance(done, Applied)}
        yield from ended.values()
        if spoilt := [done for done in ended.values() if done.state not in FINE]:
            why = f"nothing was written, because {spoilt[0].slug} {_became(spoilt[0])} (--all-or-nothing)."
            yield from (run.ended(target, ApplyState.QUEUED, why, plan) for target, plan in plans.items())
            return
        yield from _all_or_nothing(plans, run, pool)


def _all_or_nothing(plans: Mapping[Target, Plan], run: _Run, pool: ThreadPoolExecutor) -> Iterator[Applied]:
    waiting = list(plans.items())
    begun: dict[Future[Applied], Target] = {}
    done: list[Applied] = []
    spoilt: Applied | None = None
    while begun or (waiting and spoilt is None):
        while waiting and spoilt is None and len(begun) < max(1, run.wish.workers):
            target, plan = waiting.pop(0)
            begun[pool.submit(run.applied, plan, target)] = target
        for future in wait(begun, return_when=FIRST_COMPLETED).done:
            del begun[future]
            done.append(future.result())
            spoilt = spoilt or (done[-1] if done[-1].state not in FINE else None)
    if spoilt is None:
        yield from done
        return
    why = f"{spoilt.slug} {_became(spoilt)}, and it is all or nothing."
    for each in reversed(done):
        yield _undone(each, run, why)
    yield from (run.ended(target, ApplyState.QUEUED, why, plan) for target, plan in waiting)


def _undone(each: Applied, run: _Run, why: str) -> Applied:
    if each.state is not ApplyState.APPLIED or each.application is None:
        return each
    try:
        back = run.acts.undo(each.application)
    except Exception as error:  # noqa: BLE001 - the others are undone whatever became of this one
        return replace(each, why=f"it could not be undone: {_fault(error)}")
    if back.state is ApplyState.ROLLED_BACK:
        return replace(each, state=ApplyState.ROLLED_BACK, why=why)
    return replace(each, why=f"it could not be undone: {back.why}")


def _became(done: Applied) -> str:
    return "has conflicts" if done.state is ApplyState.CONFLICTED else f"failed: {done.why.rstrip('.')}"


def _fault(error: Exception) -> str:
    return f"a fault of gitops-assets ({type(error).__name__}: {error}); please report it."
