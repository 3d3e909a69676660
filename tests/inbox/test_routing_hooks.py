"""Which repositories deliveries wake, how bursts become one run, and that nothing is lost on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.inbox.model import Hook, HookKind, InboxState, Provider
from gitops_assets.core.inbox.routing import (
    ACTS,
    EVERYBODY,
    Addresses,
    Around,
    Known,
    Letter,
    again_after,
    keys_of,
    route,
)

API = Known("acme/api", ("git@github.com:acme/api.git",))
CLONE = Known("acme/api@mirrors/api", ("https://github.com/acme/api",))
FORK = Known("me/web", ("https://github.com/me/web.git", "https://github.com/acme/web.git"))
LOCAL = Known("notes")
FLEET = Addresses([API, CLONE, FORK, LOCAL])
PUSH = Hook(
    provider=Provider.GITHUB,
    event="push",
    urls=("https://github.com/acme/web.git",),
    full_name="acme/web",
    kind=HookKind.PUSH,
)


def letter(number: int, hook: Hook | None = PUSH, received: int = 100) -> Letter:
    return Letter(id=number, name=f"github:{number}", received=received, hook=hook, why="it is no JSON")


def about(kind: HookKind, action: str | None = None) -> Hook:
    return replace(PUSH, kind=kind, event=kind.value, action=action)


def test_a_push_wakes_every_clone_whatever_its_remote_is_called() -> None:
    def found(name: str | None, *urls: str) -> tuple[str, ...]:
        return FLEET.of(replace(PUSH, full_name=name, urls=urls))

    assert found(None, "ssh://git@github.com/Acme/API") == ("acme/api", "acme/api@mirrors/api")
    assert found("Acme/Api") == ("acme/api", "acme/api@mirrors/api")
    assert found("acme/web", "https://github.com/acme/web") == ("me/web",)
    assert found("other/web", "https://github.com/other/web") == ()
    assert found(None) == found("", "not a url") == ()


def test_a_push_becomes_a_run_that_fetches_named_after_its_delivery() -> None:
    (wake,) = route([letter(7)], Around(fleet=FLEET)).wakes
    assert (wake.slug, wake.fetch, wake.letters) == ("me/web", True, (7,))
    assert wake.run_key == "hook:github:7:me/web"
    assert keys_of([letter(7)], FLEET) == [wake.run_key]


def test_a_burst_is_one_run_of_each_repository() -> None:
    other = replace(PUSH, urls=API.urls, full_name="acme/api")
    routing = route([letter(1), letter(2), letter(3, other), letter(4)], Around(fleet=FLEET))
    assert {wake.slug: wake.letters for wake in routing.wakes} == {
        "me/web": (1, 2, 4),
        "acme/api": (3,),
        "acme/api@mirrors/api": (3,),
    }
    assert routing.ends == ()


def test_a_launched_run_ends_what_came_before_it_started() -> None:
    around = Around(fleet=FLEET, launched={"hook:github:1:me/web": 110.0})
    routing = route([letter(1), letter(2, received=109), letter(3, received=110)], around)
    (end,) = routing.ends
    assert (end.state, end.letters, end.run_key) == (InboxState.DONE, (1, 2), "hook:github:1:me/web")
    assert [wake.letters for wake in routing.wakes] == [(3,)]


def test_what_comes_while_the_run_is_queued_belongs_to_it() -> None:
    around = Around(fleet=FLEET, launched={"hook:github:1:me/web": None})
    routing = route([letter(1), letter(2, received=10**9)], around)
    assert [end.letters for end in routing.ends] == [(1, 2)]
    assert routing.wakes == ()


def test_a_delivery_from_a_machine_whose_clock_is_ahead_ends_with_the_run_that_it_began() -> None:
    around = Around(fleet=FLEET, launched={"hook:github:1:me/web": 50.0})
    assert [end.letters for end in route([letter(1, received=10**9)], around).ends] == [(1,)]


def test_a_delivery_about_two_clones_ends_when_both_runs_are_launched() -> None:
    hook = replace(PUSH, urls=API.urls)
    one = {"hook:github:1:acme/api": 110.0}
    routing = route([letter(1, hook)], Around(fleet=FLEET, launched=one))
    assert [wake.slug for wake in routing.wakes] == ["acme/api@mirrors/api"]
    assert routing.ends == ()
    both = one | {"hook:github:1:acme/api@mirrors/api": 111.0}
    assert route([letter(1, hook)], Around(fleet=FLEET, launched=both)).wakes == ()


def test_a_run_that_does_not_fetch_never_answers_a_push() -> None:
    issue = letter(1, about(HookKind.ISSUE, "opened"))
    (wake,) = route([issue], Around(fleet=FLEET)).wakes
    assert not wake.fetch
    later = route([issue, letter(2)], Around(fleet=FLEET, launched={wake.run_key: None}))
    assert [(each.fetch, each.letters) for each in later.wakes] == [(True, (1, 2))]


@pytest.mark.parametrize("kind", HookKind)
def test_every_kind_is_acted_on_or_ignored_on_purpose(kind: HookKind) -> None:
    routing = route([letter(1, about(kind))], Around(fleet=FLEET))
    assert bool(routing.wakes) == (ACTS[kind] != "nothing")
    assert len(routing.ends) == (ACTS[kind] == "nothing")


@pytest.mark.parametrize("action", ["labeled", "requested", "in_progress"])
def test_what_only_decorates_or_announces_is_ignored_with_its_name(action: str) -> None:
    (end,) = route([letter(1, about(HookKind.PIPELINE, action))], Around(fleet=FLEET)).ends
    assert end.state is InboxState.IGNORED
    assert end.why == f"pipeline/{action} changes nothing that an audit looks at"


def test_a_repository_that_is_not_of_the_fleet_is_ignored_by_name() -> None:
    stranger = replace(PUSH, urls=("https://github.com/x/y",), full_name="x/y")
    (end,) = route([letter(1, stranger)], Around(fleet=FLEET)).ends
    assert (end.state, end.why) == (
        InboxState.IGNORED,
        "no repository of the fleet is a clone of x/y",
    )


def test_a_new_repository_sends_somebody_to_see_who_belongs_to_the_fleet() -> None:
    created = replace(about(HookKind.REPOSITORY, "created"), urls=(), full_name="acme/new")
    (wake,) = route([letter(1, created)], Around(fleet=FLEET)).wakes
    assert (wake.slug, wake.run_key) == (EVERYBODY, "hook:github:1:")


def test_what_cannot_be_understood_is_given_up_with_a_reason() -> None:
    (end,) = route([letter(1, None)], Around(fleet=FLEET)).ends
    assert (end.state, end.why) == (InboxState.DEAD, "it is no JSON")


def test_only_a_push_lets_a_repository_out_of_quarantine() -> None:
    around = Around(fleet=FLEET, quarantined=frozenset({"me/web"}))
    issue = route([letter(1, about(HookKind.ISSUE))], around)
    assert (issue.wakes, issue.released) == ((), ())
    assert "quarantine" in str(issue.ends[0].why)
    push = route([letter(1)], around)
    assert [wake.slug for wake in push.wakes] == ["me/web"]
    assert push.released == ("me/web",)


def test_failures_are_tried_again_ever_later_and_then_given_up() -> None:
    assert [again_after(each) for each in range(1, 7)] == [15, 60, 240, 960, 1800, None]


@dataclass
class Inbox:
    """An inbox and runs that are launched, or not because somebody was killed; each key is one run."""

    waiting: dict[int, Letter] = field(default_factory=dict)
    runs: dict[str, float | None] = field(default_factory=dict)
    fetched: dict[str, float] = field(default_factory=dict)
    count: int = 0

    def tick(self, *, killed: bool) -> None:
        letters = [self.waiting[number] for number in sorted(self.waiting)]
        routing = route(letters, Around(fleet=FLEET, launched=self.runs))
        for end in routing.ends:
            for number in end.letters:
                del self.waiting[number]
        for wake in () if killed else routing.wakes:
            self.runs.setdefault(wake.run_key, None)

    def start(self, now: int) -> None:
        for key, started in self.runs.items():
            if started is None:
                self.runs[key] = float(now)
                self.fetched[key.rpartition(":")[2]] = now


STEPS = st.lists(st.sampled_from(["push", "other push", "tick", "killed", "start"]), max_size=40)


@given(STEPS)
@settings(max_examples=200, deadline=None)
def test_however_ticks_are_killed_every_push_is_fetched_after_it_came(steps: Sequence[str]) -> None:
    inbox = Inbox()
    last: dict[str, int] = {}
    for now, step in enumerate([*steps, *("tick", "start") * 3, "tick"]):
        if step.endswith("push"):
            inbox.count += 1
            hook = PUSH if step == "push" else replace(PUSH, urls=API.urls, full_name="acme/api")
            inbox.waiting[inbox.count] = letter(inbox.count, hook, received=now)
            last |= dict.fromkeys(FLEET.of(hook), now)
        elif step == "start":
            inbox.start(now)
        else:
            inbox.tick(killed=step == "killed")
    assert inbox.waiting == {}
    assert all(inbox.fetched[slug] > came for slug, came in last.items())
    assert len(inbox.runs) <= inbox.count * 2
