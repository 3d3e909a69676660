"""What forges send is kept once, given out in order, and known again for ever, on both databases."""

from dataclasses import replace
from threading import Thread

import pytest

from gitops_assets.core.inbox.model import Depth, InboxState, Provider, Received
from resources.store.store import Store

NOW = 1_000


def received(delivery: str = "d1", **fields: object) -> Received:
    made = Received(
        provider=Provider.GITHUB,
        delivery=delivery,
        event="push",
        received=NOW,
        headers={"content-type": "application/json"},
        body=b'{"zen": "\xff\x00"}',
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def added(store: Store, *deliveries: str) -> list[int]:
    return [number for number in store.inbox.add([received(name) for name in deliveries]) if number]


def waiting(store: Store, now: int = NOW) -> list[str]:
    return [each.delivery for each in store.inbox.waiting(10, now)]


def test_a_delivery_comes_back_as_it_went_in(store: Store) -> None:
    (number,) = added(store, "d1")
    assert store.inbox.waiting(10, NOW) == [received(id=number)]


def test_a_delivery_is_kept_once(store: Store) -> None:
    (first,) = added(store, "d1")
    again = store.inbox.add([received("d1"), received("d2"), received("d2"), received("d1")])
    assert again[0] is None
    assert again[1] is not None
    assert again[1] > first
    assert again[2:] == [None, None]
    assert waiting(store) == ["d1", "d2"]


def test_forges_do_not_share_the_names_of_deliveries(store: Store) -> None:
    both = [received("d1"), received("d1", provider=Provider.GITEA)]
    assert None not in store.inbox.add(both)


def test_names_that_no_database_takes_are_kept_and_known_again(store: Store) -> None:
    odd = received("\x00\ud800", headers={"x": "\udcff"})
    assert store.inbox.add([odd]) != [None]
    assert store.inbox.add([odd]) == [None]


def test_nothing_is_added_without_rows(store: Store) -> None:
    assert store.inbox.add([]) == []


def test_the_oldest_come_first_and_no_more_than_asked_for(store: Store) -> None:
    added(store, *(f"d{number}" for number in range(20)))
    assert [each.delivery for each in store.inbox.waiting(3, NOW)] == ["d0", "d1", "d2"]


def test_what_failed_waits_until_its_time_and_counts(store: Store) -> None:
    first, _ = added(store, "d1", "d2")
    store.inbox.again([first], NOW, NOW + 60, "the daemon was away")
    assert waiting(store) == ["d2"]
    assert [(each.delivery, each.attempts) for each in store.inbox.waiting(10, NOW + 60)] == [
        ("d1", 1),
        ("d2", 0),
    ]


@pytest.mark.parametrize("end", [InboxState.DONE, InboxState.IGNORED, InboxState.DEAD])
def test_what_is_settled_waits_no_more(store: Store, end: InboxState) -> None:
    first, second = added(store, "d1", "d2")
    store.inbox.settle([first], end, "because", "d1", NOW + 5)
    store.inbox.again([first], NOW, NOW, "too late")
    assert waiting(store) == ["d2"]
    assert store.inbox.ends([first, second]) == {
        first: (end, "because"),
        second: (InboxState.WAITING, None),
    }
    assert store.inbox.add([received("d1")]) == [None]


def test_the_depth_counts_what_waits_and_what_was_given_up(store: Store) -> None:
    assert store.inbox.depth() == Depth()
    store.inbox.add([received("old", received=500), received("new"), received("bad"), received("done")])
    numbers = [each.id for each in store.inbox.waiting(10, NOW)]
    store.inbox.settle(numbers[2:3], InboxState.DEAD, "five times", None, NOW)
    store.inbox.settle(numbers[3:], InboxState.DONE, None, "done", NOW)
    assert store.inbox.depth() == Depth(2, 500, 1)


def test_what_was_given_up_can_be_tried_once_more(store: Store) -> None:
    first, second = added(store, "d1", "d2")
    store.inbox.again([first], NOW, NOW, "crash")
    store.inbox.settle([first], InboxState.DEAD, "five times", None, NOW)
    store.inbox.settle([second], InboxState.DONE, None, "d2", NOW)
    assert store.inbox.revive([first, second], NOW) == 1
    assert [(each.id, each.attempts) for each in store.inbox.waiting(10, NOW)] == [(first, 0)]


def test_bodies_of_the_past_go_and_their_deliveries_stay_known(store: Store) -> None:
    old, recent, _ = added(store, "old", "recent", "waits")
    store.inbox.settle([old], InboxState.DONE, None, "old", NOW)
    store.inbox.settle([recent], InboxState.DONE, None, "recent", NOW + 100)
    assert store.inbox.forget(NOW + 50) == 1
    assert store.inbox.forget(NOW + 50) == 0
    assert store.inbox.add([received("old")]) == [None]
    assert store.inbox.waiting(10, NOW)[0].body == received().body


def test_what_arrives_twice_at_once_is_kept_once(store: Store) -> None:
    names = [f"d{number}" for number in range(200)]
    found: list[int | None] = []
    senders = [
        Thread(target=lambda: found.extend(store.inbox.add([received(name) for name in names])))
        for _ in range(3)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len([number for number in found if number is not None]) == len(names)
    assert store.inbox.depth().waiting == len(names)
