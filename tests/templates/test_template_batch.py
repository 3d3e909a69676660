"""A batch: so many at a time, retries, time, interruption, all or nothing. What is done is made up here."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from gitops_assets.core.templates.model import (
    Action,
    ApplyState,
    Content,
    FilePlan,
    Overlay,
    Plan,
    Template,
    Version,
)
from resources.templates.acts import Applied
from resources.templates.batch import Acts, NotMeant, Target, Wish, carried_out
from resources.templates.errors import TemplateError

VERSION = Version(tag="v1", oid="a" * 40)
TEMPLATE = Template(name="base", source="/t", overlay=Overlay(), versions=(VERSION,))
TARGETS = [Target(f"team/{nth}", b"/") for nth in range(6)]


def plan_of(slug: str, action: Action = Action.CREATE, problems: tuple[str, ...] = ()) -> Plan:
    after = None if action is Action.CONFLICT else Content(b"x")
    file = FilePlan(path="a.txt", action=action, after=after, why="both changed line 1")
    return Plan(
        slug=slug,
        template=TEMPLATE,
        version=VERSION,
        answers={},
        tree="",
        files=(file,),
        problems=problems,
    )


def end_of(slug: str, state: ApplyState, why: str = "") -> Applied:
    return Applied(slug=slug, template="base", version="v1", state=state, application=f"app_{slug}", why=why)


@dataclass
class Fleet:
    """What happened, and what shall happen to whom."""

    planned: dict[str, Callable[[], Plan]] = field(default_factory=dict)
    ends: dict[str, list[ApplyState]] = field(default_factory=dict)
    applied: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    kept: list[tuple[str, ApplyState]] = field(default_factory=list)
    most: int = 0
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(self, target: Target) -> Plan:
        return self.planned.get(target.slug, lambda: plan_of(target.slug))()

    def apply(self, _plan: Plan, target: Target) -> Applied:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            self.applied.append(target.slug)
            ends = self.ends.get(target.slug, [])
            state = ends.pop(0) if ends else ApplyState.APPLIED
        threading.Event().wait(0.005)
        with self._lock:
            self._now -= 1
        return end_of(target.slug, state, "" if state is ApplyState.APPLIED else "the disk is full.")

    def undo(self, application: str) -> Applied:
        self.undone.append(application)
        return end_of(application.removeprefix("app_"), ApplyState.ROLLED_BACK)

    @property
    def acts(self) -> Acts:
        return Acts(
            template="base",
            version="v1",
            plan=self.plan,
            apply=self.apply,
            undo=self.undo,
            keep=lambda done: self.kept.append((done.slug, done.state)),
        )

    def run(self, wish: Wish | None = None) -> dict[str, Applied]:
        return {done.slug: done for done in carried_out(TARGETS, self.acts, wish or Wish())}


def raising(error: Exception) -> Callable[[], Plan]:
    def plan() -> Plan:
        raise error

    return plan


def test_each_is_kept_before_it_is_told_and_no_more_are_at_work_than_allowed() -> None:
    fleet = Fleet()
    told = []
    for done in carried_out(TARGETS, fleet.acts, Wish(workers=2)):
        assert fleet.kept[-1] == (done.slug, done.state)
        told.append(done.slug)
    assert sorted(told) == [target.slug for target in TARGETS]
    assert fleet.most == 2


def test_one_repository_stops_no_other() -> None:
    fleet = Fleet(
        planned={
            "team/0": raising(TemplateError("it does not render.")),
            "team/1": raising(ZeroDivisionError("it divided")),
            "team/2": lambda: plan_of("team/2", Action.CONFLICT),
            "team/3": lambda: plan_of("team/3", Action.KEEP),
            "team/4": lambda: plan_of("team/4", problems=("it leaves the tree.",)),
        }
    )
    ends = fleet.run()
    assert ends["team/0"].why == "it does not render."
    assert "a fault of gitops-assets (ZeroDivisionError" in ends["team/1"].why
    assert ends["team/2"].state is ApplyState.CONFLICTED
    assert ends["team/2"].why.startswith("a.txt is changed on both sides: both changed line 1")
    assert ends["team/3"].state is ApplyState.UNCHANGED
    assert (ends["team/4"].state, ends["team/4"].why) == (ApplyState.FAILED, "it leaves the tree.")
    assert fleet.applied == ["team/5"]
    assert not fleet.undone


def test_what_failed_is_tried_again_from_its_plan_on_as_often_as_allowed() -> None:
    twice = [ApplyState.FAILED, ApplyState.APPLIED]
    fleet = Fleet(ends={"team/0": list(twice), "team/1": [ApplyState.FAILED] * 3})
    ends = fleet.run(Wish(retries=1))
    assert ends["team/0"].state is ApplyState.APPLIED
    assert ends["team/1"].state is ApplyState.FAILED
    assert fleet.applied.count("team/1") == 2


def test_a_plan_that_took_too_long_is_not_written() -> None:
    def slowly() -> Plan:
        threading.Event().wait(0.05)
        return plan_of("team/0")

    fleet = Fleet(planned={"team/0": slowly})
    ends = fleet.run(Wish(seconds=0.02, retries=0))
    assert "took longer than 0.02 seconds" in ends["team/0"].why
    assert "team/0" not in fleet.applied


def test_who_never_had_a_template_is_left_alone() -> None:
    fleet = Fleet(planned={"team/0": raising(NotMeant("it was never applied here."))})
    assert fleet.run()["team/0"].state is ApplyState.UNCHANGED


def test_given_up_it_ends_what_has_begun_and_begins_no_other() -> None:
    fleet = Fleet()
    run = carried_out(TARGETS, fleet.acts, Wish(workers=1))
    next(run)
    run.close()  # type: ignore[attr-defined]  # a generator, of which only the iterator is promised
    assert len(fleet.applied) <= 3


@pytest.mark.parametrize("spoilt", [Action.CONFLICT, None])
def test_all_or_nothing_writes_nothing_when_a_plan_cannot_be(spoilt: Action | None) -> None:
    made = (lambda: plan_of("team/3", spoilt)) if spoilt else raising(TemplateError("it does not render."))
    fleet = Fleet(planned={"team/3": made})
    ends = fleet.run(Wish(together=True))
    assert not fleet.applied
    assert ends["team/0"].state is ApplyState.QUEUED
    assert "nothing was written, because team/3" in ends["team/0"].why


def test_all_or_nothing_undoes_what_was_written_when_one_fails() -> None:
    fleet = Fleet(ends={"team/2": [ApplyState.FAILED]})
    ends = fleet.run(Wish(workers=1, together=True))
    assert fleet.applied == ["team/0", "team/1", "team/2"]
    assert fleet.undone == ["app_team/1", "app_team/0"]
    assert ends["team/0"].state is ApplyState.ROLLED_BACK
    assert ends["team/2"].state is ApplyState.FAILED
    assert ends["team/5"].state is ApplyState.QUEUED


def test_all_or_nothing_is_all_when_nothing_fails() -> None:
    fleet = Fleet()
    assert {done.state for done in fleet.run(Wish(together=True)).values()} == {ApplyState.APPLIED}
