"""What happened is told once, in order, and not lost with whoever was telling it."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Select

from gitops_assets.core.outbox.model import Dead, Delivery, Later, Planned, Receipt, Sent
from resources.store import settling
from resources.store.store import Store
from tests.outbox.made import NOW, event, planned

LEASE = 60
TAKEN = Receipt(200, "thread-1", "ok")


def keys(deliveries: Sequence[Delivery]) -> list[str]:
    return [each.key for each in deliveries]


def plan(store: Store, *deliveries: Planned) -> None:
    store.outbox.routed((), deliveries)


def test_events_come_back_as_they_were_in_their_order_and_once(store: Store) -> None:
    first, second = event("b"), event("a", severity=None, owner=None, tags=(), slug="")
    assert store.outbox.add([first, second]) == 2
    assert store.outbox.add([second, event("c"), first]) == 1
    assert store.outbox.unrouted(10) == [first, second, event("c")]
    assert store.outbox.unrouted(1) == [first]
    assert store.outbox.since(NOW) == [first, second, event("c")]
    assert store.outbox.since(NOW + 1) == []


def test_an_event_is_routed_once_even_when_two_decide_at_once(store: Store) -> None:
    store.outbox.add([event()])
    assert store.outbox.routed([event().id], [planned()]) == 1
    assert store.outbox.routed([event().id], [planned()]) == 0
    assert store.outbox.unrouted(10) == []
    assert store.outbox.queue().waiting == 1


def test_what_speaks_of_no_event_to_be_routed_is_taken_as_it_is(store: Store) -> None:
    assert store.outbox.routed((), [planned(), planned()]) == 2


def test_a_message_is_taken_when_it_is_due_and_by_one(store: Store) -> None:
    plan(store, planned())
    assert store.outbox.take(10, NOW - 1, LEASE) == []
    assert not store.outbox.due(NOW - 1)
    assert store.outbox.due(NOW)
    (taken,) = store.outbox.take(10, NOW, LEASE)
    assert (taken.attempts, taken.first_at, taken.document) == (1, NOW, {"type": "finding.opened"})
    assert not store.outbox.due(NOW)
    assert store.outbox.take(10, NOW + LEASE - 1, LEASE) == []


def test_what_a_dead_courier_held_is_taken_again_after_the_lease(store: Store) -> None:
    plan(store, planned())
    (first,) = store.outbox.take(10, NOW, LEASE)
    (again,) = store.outbox.take(10, NOW + LEASE, LEASE)
    assert (again.id, again.message, again.attempts) == (first.id, first.message, 2)


def test_messages_about_one_repository_wait_for_each_other_and_for_no_others(store: Store) -> None:
    other = planned("3", repository="acme/other")
    plan(store, planned("1"), planned("2"), other, planned("4", target="slack"))
    first, *_ = taken = store.outbox.take(10, NOW, LEASE)
    assert keys(taken) == ["1", "3", "4"]
    store.outbox.later(first.id, NOW + 100, "it was down", NOW)
    assert store.outbox.take(10, NOW + LEASE - 1, LEASE) == []
    assert keys(store.outbox.take(10, NOW + 100, LEASE)) == ["1", "3", "4"]
    store.outbox.sent(first.id, TAKEN, NOW + 101)
    assert keys(store.outbox.take(10, NOW + 101, LEASE)) == ["2"]


def test_a_message_for_tomorrow_holds_up_nothing_today(store: Store) -> None:
    plan(store, planned("digest", not_before=NOW + 86_400), planned("now"))
    assert keys(store.outbox.take(10, NOW, LEASE)) == ["now"]


def test_a_dead_message_lets_the_next_one_go(store: Store) -> None:
    plan(store, planned("1"), planned("2"))
    (first,) = store.outbox.take(10, NOW, LEASE)
    store.outbox.dead(first.id, "it is gone (410)", NOW)
    assert keys(store.outbox.take(10, NOW, LEASE)) == ["2"]
    assert keys(store.outbox.deliveries("dead")) == ["1"]


def test_a_target_gets_no_more_than_it_has_room_for(store: Store) -> None:
    plan(store, *(planned(f"{n}", repository=f"r{n}", target="busy") for n in range(5)), planned("x"))
    room = {"busy": 2, "webhook:ops": 1}
    assert keys(store.outbox.take(10, NOW, LEASE, lambda name: room[name])) == ["0", "1", "x"]
    assert keys(store.outbox.take(1, NOW, LEASE, lambda name: room[name])) == ["2"]
    assert store.outbox.take(10, NOW, LEASE, lambda _: 0) == []


def test_the_last_receipt_of_a_key_is_known_by_target(store: Store) -> None:
    plan(store, planned("k"), planned("k"), planned("k", target="slack"))
    one = store.outbox.take(10, NOW, LEASE)[0]
    store.outbox.sent(one.id, TAKEN, NOW)
    two = store.outbox.take(10, NOW, LEASE)[0]
    assert store.outbox.receipt_of("webhook:ops", "k") == TAKEN
    store.outbox.sent(two.id, Receipt(200, "thread-2"), NOW)
    assert store.outbox.receipt_of("webhook:ops", "k") == Receipt(200, "thread-2")
    assert store.outbox.receipt_of("slack", "k") is None
    assert store.outbox.receipts([("slack", "k"), ("webhook:ops", "k")]).keys() == {("webhook:ops", "k")}


def test_who_was_told_of_a_key_is_known(store: Store) -> None:
    plan(store, planned("k", not_before=NOW - 5), planned("k"), planned("other"))
    (told,) = store.outbox.told(["k", "unknown"])
    assert (told.target, told.key, told.at, told.state) == ("webhook:ops", "k", NOW, "waiting")


def test_a_digest_grows_until_it_is_begun(store: Store) -> None:
    def part(name: str) -> Planned:
        document = {"title": "Today", "events": [name]}
        return planned("digest", event_ids=(name,), document=document, bundle="daily")

    plan(store, part("a"), part("b"), part("b"))
    (whole,) = store.outbox.take(10, NOW, LEASE)
    assert (whole.event_ids, whole.document) == (("a", "b"), {"title": "Today", "events": ["a", "b"]})
    plan(store, part("c"))
    store.outbox.sent(whole.id, TAKEN, NOW)
    assert [each.event_ids for each in store.outbox.take(10, NOW, LEASE)] == [("c",)]


def test_every_attempt_is_in_the_log(store: Store) -> None:
    plan(store, planned("1"), planned("2", repository="other"))
    one, two = store.outbox.take(10, NOW, LEASE)
    store.outbox.settle([Later(one.id, NOW + 1, "answered 503", NOW, 503), Sent(two.id, TAKEN, NOW)])
    store.outbox.settle([Dead(one.id, "gave up", NOW + 1)])
    log = store.outbox.log("webhook:ops")
    assert [(line.key, line.outcome, line.status, line.why, line.body_cut) for line in log] == [
        ("1", "dead", None, "gave up", ""),
        ("2", "sent", 200, "", "ok"),
        ("1", "later", 503, "answered 503", ""),
    ]
    assert store.outbox.log("slack") == []


def test_what_was_settled_meanwhile_stays(store: Store) -> None:
    plan(store, planned())
    (taken,) = store.outbox.take(10, NOW, LEASE)
    store.outbox.sent(taken.id, TAKEN, NOW)
    store.outbox.later(taken.id, NOW, "too late", NOW)
    assert store.outbox.take(10, NOW + LEASE, LEASE) == []


def test_a_settled_message_can_be_sent_again(store: Store) -> None:
    plan(store, planned())
    (taken,) = store.outbox.take(10, NOW, LEASE)
    assert store.outbox.replay([taken.id], NOW) == 0
    store.outbox.dead(taken.id, "gave up", NOW)
    assert store.outbox.replay([taken.id], NOW + 5) == 1
    (again,) = store.outbox.take(10, NOW + 5, LEASE)
    assert (again.attempts, again.first_at) == (1, NOW + 5)


def test_what_is_old_is_forgotten_but_for_the_last_receipt_of_a_key(store: Store) -> None:
    store.outbox.add([event("a"), event("b")])
    store.outbox.routed([event("a").id], [])
    plan(store, planned("k"), planned("k"), planned("waits", repository="other"))
    for _ in range(2):
        store.outbox.sent(store.outbox.take(1, NOW, LEASE)[0].id, TAKEN, NOW)
    assert store.outbox.forget(NOW) == 0
    assert store.outbox.forget(NOW + 1) == 1
    assert store.outbox.receipt_of("webhook:ops", "k") == TAKEN
    assert store.outbox.since(0) == [event("b")]
    assert store.outbox.log() == []
    assert keys(store.outbox.take(10, NOW, LEASE)) == ["waits"]


@pytest.mark.parametrize("statement", [settling._TARGETS, settling._DUE], ids=["targets", "due"])
def test_a_long_queue_is_found_by_its_index(sqlite_store: Store, statement: Select[Any]) -> None:
    with sqlite_store.database.reading() as connection:
        asked = str(statement.compile(connection))
        said = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", (1,) * asked.count("?"))
        plans = "\n".join(str(row) for row in said)
    assert "ix_deliveries_due" in plans
    assert "SCAN deliveries" not in plans


def test_the_queue_says_what_waits_since_when(store: Store) -> None:
    store.outbox.add([event()])
    assert store.outbox.queue().oldest_at is None
    plan(store, planned("1"), planned("2", not_before=NOW + 7))
    queue = store.outbox.queue()
    assert (queue.unrouted, queue.waiting, queue.oldest_at, queue.dead) == (1, 2, NOW, 0)


@pytest.mark.parametrize("name", ["\x00 nul", "\ud800 surrogate", "'; DROP TABLE deliveries; --"])
def test_any_text_is_kept(store: Store, name: str) -> None:
    store.outbox.add([event(slug=name, title=name)])
    plan(store, planned(name, repository=name, document={"title": name}))
    (taken,) = store.outbox.take(10, NOW, LEASE)
    assert taken.document == {"title": name}
    assert store.outbox.unrouted(1)[0].title == name
