"""What is told of runs that failed and of those that are well again."""

from dataclasses import replace

from gitops_assets.core.events.model import EventKind
from gitops_assets.core.fleet.policy import Profile
from gitops_assets.core.waking.cadence import Watch, Watching
from gitops_assets.core.waking.comings import difference
from gitops_assets.core.waking.outcomes import Ended, outcome

GOOD = Ended(run="r1", job="look", at=100, slug="a", profile=Profile("web", None, ("pci",)))
BAD = replace(GOOD, failed="repository_state: MemoryError", watching=Watching(crashes=2, quarantine=60))


def test_success_is_no_news() -> None:
    found = outcome([GOOD], {}, ())
    assert (found.events, found.watches, found.failing) == ((), (Watch(slug="a"),), frozenset())


def test_every_failure_is_told_and_the_first_success_after_it() -> None:
    runs = [BAD, replace(BAD, run="r2"), replace(GOOD, run="r3"), replace(GOOD, run="r4")]
    found = outcome(runs, {}, ())
    assert [event.kind for event in found.events] == [
        EventKind.RUN_FAILED,
        EventKind.RUN_FAILED,
        EventKind.RUN_RECOVERED,
    ]
    assert len({event.id for event in found.events}) == 3
    assert len({event.key for event in found.events}) == 1
    assert found.watches == (Watch(slug="a"),)


def test_a_failure_says_whose_it_is_and_until_when_it_is_left_alone() -> None:
    event = outcome([BAD], {"a": Watch(slug="a", crashed=1)}, ()).events[0]
    assert (event.owner, event.tags, event.subject, event.cause) == ("web", ("pci",), "look", "r1")
    assert event.details["quarantined_until"] == 160
    assert event.title == "The run look of a failed; it is left alone for a while"


def test_what_failed_before_this_tick_recovers_in_it() -> None:
    failing = outcome([BAD], {}, ()).failing
    found = outcome([GOOD], {}, failing)
    assert [event.kind for event in found.events] == [EventKind.RUN_RECOVERED]
    assert found.failing == frozenset()


def test_a_run_over_many_repositories_puts_none_of_them_into_quarantine() -> None:
    found = outcome([replace(BAD, slug="")] * 5, {}, ())
    assert found.watches == ()
    assert {event.title for event in found.events} == {"The run look failed"}


def test_who_came_and_went_is_told_under_one_key_until_the_next_audit() -> None:
    change = difference([b"/a", b"/new"], [b"/a", b"/old"])
    assert (change.came, change.went, change.words) == ((b"/new",), (b"/old",), "1 came, 1 went")
    assert change.key(1) == difference([b"/new"], [b"/old"]).key(1) != change.key(2)
    assert not difference([b"/a"], [b"/a"])
    assert difference([b"/x"], []).key(1) != difference([], [b"/x"]).key(1)
