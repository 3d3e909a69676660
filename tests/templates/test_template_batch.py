"""A batch: so many at a time, retries, time, interruption, all or nothing. What is done is made up here."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from gitops_assets.core.templates.acts import Application
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
from resources.home import Home
from resources.store.store import Store
from resources.templates import batching
from resources.templates.applying import Applied, How
from resources.templates.batching import NotMeant, Rules, Work, batch, resumed
from resources.templates.errors import TemplateError
from tests.templates.building import home_at

VERSION = Version(tag="v1", oid="a" * 40)
TEMPLATE = Template(name="base", source="/t", overlay=Overlay(), versions=(VERSION,))
TARGETS = [(f"team/{nth}", b"/") for nth in range(6)]


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


@dataclass
class Fleet:
    """What happened, and what shall happen to whom."""

    store: Store
    home: Home
    planned: dict[str, Callable[[], Plan]] = field(default_factory=dict)
    ends: dict[str, list[ApplyState]] = field(default_factory=dict)
    applied: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    most: int = 0
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(self, slug: str, _place: bytes) -> Plan:
        return self.planned.get(slug, lambda: plan_of(slug))()

    def apply(self, store: Store, _home: Home, plan: Plan, _place: bytes, how: How, *, id: str) -> Applied:  # noqa: A002 - its name
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            self.applied.append(plan.slug)
            ends = self.ends.get(plan.slug, [])
            state = ends.pop(0) if ends else ApplyState.APPLIED
        state = ApplyState.CONFLICTED if plan.conflicts else state
        state = ApplyState.UNCHANGED if not (plan.changes or plan.conflicts) else state
        threading.Event().wait(0.005)
        how.pause("ref")
        queued = store.templates.find(id)
        assert queued is not None
        ended = replace(queued, state=state)
        store.templates.save(ended)
        with self._lock:
            self._now -= 1
        return Applied(ended, plan)

    def undo(self, store: Store, _home: Home, application: str) -> Application:
        known = store.templates.find(application)
        assert known is not None
        self.undone.append(known.slug)
        return replace(known, state=ApplyState.ROLLED_BACK)

    def work(self, rules: Rules | None = None) -> Work:
        return Work(
            store=self.store,
            home=self.home,
            template=TEMPLATE,
            version=VERSION,
            plan=self.plan,
            how=How(),
            rules=rules or Rules(workers=4),
        )

    def run(self, rules: Rules | None = None) -> dict[str, Application]:
        return {done.application.slug: done.application for done in batch(self.work(rules), TARGETS)}


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fleet]:
    home = home_at(tmp_path / "home")
    home.path.mkdir(parents=True, exist_ok=True)
    with Store.open(home.store_url) as store:
        store.migrate()
        made = Fleet(store, home)
        monkeypatch.setattr(batching, "apply", made.apply)
        monkeypatch.setattr(batching, "rollback", made.undo)
        monkeypatch.setattr(batching, "_BREATH", 0.0)
        yield made


def raising(error: Exception) -> Callable[[], Plan]:
    def plan() -> Plan:
        raise error

    return plan


def test_each_is_kept_before_it_is_told_and_no_more_are_at_work_than_allowed(fleet: Fleet) -> None:
    told = []
    for done in batch(fleet.work(Rules(workers=2)), TARGETS):
        kept = fleet.store.templates.find(done.application.id)
        assert kept is not None
        assert kept.state is done.outcome
        told.append(done.application.slug)
    assert sorted(told) == [slug for slug, _ in TARGETS]
    assert fleet.most == 2


def test_one_repository_stops_no_other(fleet: Fleet) -> None:
    fleet.planned = {
        "team/0": raising(TemplateError("it does not render.")),
        "team/1": raising(ZeroDivisionError("it divided")),
        "team/2": lambda: plan_of("team/2", Action.CONFLICT),
        "team/3": lambda: plan_of("team/3", Action.KEEP),
        "team/4": raising(NotMeant("it was never applied here.")),
    }
    ends = fleet.run()
    assert (ends["team/0"].state, ends["team/0"].why) == (ApplyState.FAILED, "it does not render.")
    assert "a fault of gitops-assets (ZeroDivisionError" in ends["team/1"].why
    assert ends["team/2"].state is ApplyState.CONFLICTED
    assert ends["team/3"].state is ApplyState.UNCHANGED
    assert (ends["team/4"].state, ends["team/4"].why) == (ApplyState.UNCHANGED, "it was never applied here.")
    assert ends["team/5"].state is ApplyState.APPLIED
    assert not fleet.undone


def test_what_failed_is_tried_again_from_its_plan_on_as_often_as_allowed(fleet: Fleet) -> None:
    fleet.ends = {"team/0": [ApplyState.FAILED], "team/1": [ApplyState.FAILED] * 3}
    ends = fleet.run(Rules(retries=1))
    assert ends["team/0"].state is ApplyState.APPLIED
    assert ends["team/1"].state is ApplyState.FAILED
    assert fleet.applied.count("team/1") == 2


def test_who_takes_too_long_is_stopped_at_its_next_step(fleet: Fleet) -> None:
    def slowly() -> Plan:
        threading.Event().wait(0.05)
        return plan_of("team/0")

    fleet.planned = {"team/0": slowly}
    ends = fleet.run(Rules(seconds=0.02, retries=0, workers=6))
    assert ends["team/0"].state is ApplyState.FAILED
    assert "took longer than 0.02 seconds" in ends["team/0"].why


def test_given_up_it_ends_what_has_begun_begins_no_other_and_goes_on_where_it_stood(fleet: Fleet) -> None:
    work = fleet.work(Rules(workers=1))
    run = batch(work, TARGETS)
    first = next(run)
    run.close()
    begun = list(fleet.applied)
    assert len(begun) < len(TARGETS)
    named = first.application.batch
    ids = {each.slug: each.id for each in fleet.store.templates.of_batch(named)}
    rest = {done.application.slug: done.application for done in resumed(work)}
    assert sorted([*begun, *rest]) == [slug for slug, _ in TARGETS]
    assert {each.batch for each in rest.values()} == {named}
    assert all(ids[slug] == each.id for slug, each in rest.items())
    assert not list(resumed(work, named))


def test_going_on_tries_again_what_failed_and_refuses_another_version(fleet: Fleet) -> None:
    fleet.ends = {"team/1": [ApplyState.FAILED] * 2}
    fleet.run()
    assert [done.application.slug for done in resumed(fleet.work())] == ["team/1"]
    other = replace(fleet.work(), version=Version(tag="v2", oid="b" * 40))
    with pytest.raises(TemplateError, match=r"was about base v1, which is not what would be applied now"):
        list(resumed(other))
    with pytest.raises(TemplateError, match="there is no batch 'batch_x' to go on with"):
        list(resumed(fleet.work(), "batch_x"))


@pytest.mark.parametrize("spoilt", [Action.CONFLICT, None])
def test_all_or_nothing_writes_nothing_when_a_plan_cannot_be(fleet: Fleet, spoilt: Action | None) -> None:
    made = (lambda: plan_of("team/3", spoilt)) if spoilt else raising(TemplateError("it does not render."))
    fleet.planned = {"team/3": made}
    ends = fleet.run(Rules(all_or_nothing=True))
    assert set(fleet.applied) <= {"team/3"}
    assert ends["team/0"].state is ApplyState.QUEUED
    assert ends["team/0"].why.startswith("nothing was written: team/3 stands in the way")
    assert ends["team/3"].state is (ApplyState.CONFLICTED if spoilt else ApplyState.FAILED)


def test_all_or_nothing_undoes_what_was_written_when_one_fails(fleet: Fleet) -> None:
    fleet.ends = {"team/2": [ApplyState.FAILED]}
    ends = fleet.run(Rules(workers=1, all_or_nothing=True))
    assert fleet.applied == ["team/0", "team/1", "team/2"]
    assert fleet.undone == ["team/1", "team/0"]
    assert (ends["team/0"].state, ends["team/0"].why) == (
        ApplyState.ROLLED_BACK,
        "team/2 failed, and it is all or nothing.",
    )
    assert ends["team/2"].state is ApplyState.FAILED
    assert ends["team/5"].state is ApplyState.QUEUED


def test_all_or_nothing_is_all_when_nothing_fails(fleet: Fleet) -> None:
    ends = fleet.run(Rules(all_or_nothing=True))
    assert {each.state for each in ends.values()} == {ApplyState.APPLIED}


def test_interrupted_all_or_nothing_undoes_what_was_written(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    applying = fleet.apply

    def interrupted(*given: Any, **named: Any) -> Applied:  # noqa: ANN401 - as the real one
        if len(fleet.applied) == 2:
            raise KeyboardInterrupt
        return applying(*given, **named)

    monkeypatch.setattr(batching, "apply", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fleet.run(Rules(workers=1, all_or_nothing=True))
    assert fleet.undone == ["team/1", "team/0"]


def test_going_on_leaves_what_somebody_rolled_back(fleet: Fleet) -> None:
    fleet.ends = {"team/1": [ApplyState.ROLLED_BACK], "team/2": [ApplyState.FAILED] * 2}
    fleet.run()
    assert [done.application.slug for done in resumed(fleet.work())] == ["team/2"]
    fleet.ends = {"team/2": [ApplyState.FAILED] * 2}
    again = resumed(fleet.work(Rules(all_or_nothing=True)))
    assert {done.application.slug for done in again} == {"team/1"}
