"""What was planned arrives, in order and at least once, whatever the receivers and the courier go through."""

import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace

import pytest

from gitops_assets.core.outbox.breaker import Breaker
from gitops_assets.core.outbox.model import Delivery, Planned, Receipt
from gitops_assets.core.outbox.retrying import Patience
from resources.couriers.channel import Channel, Refused
from resources.couriers.courier import Courier, Pace
from resources.store.errors import StoreBusy
from resources.store.store import Store
from tests.outbox.made import NOW, planned
from tests.outbox.waiting import waited_for

SOON = Pace(workers=8, idle=0.02, patience=Patience(first=1, factor=1, attempts=4))


class Scripted:
    """A channel that does what it is told, and remembers what it was given."""

    def __init__(self, act: Callable[[Delivery], Receipt | None] = lambda _: None) -> None:
        self.got: list[Delivery] = []
        self.before: list[Receipt | None] = []
        self._act = act
        self._lock = threading.Lock()

    def send(self, delivery: Delivery, before: Receipt | None) -> Receipt:
        with self._lock:
            self.got.append(delivery)
            self.before.append(before)
        return self._act(delivery) or Receipt(200, f"ref-{delivery.id}", "ok")

    @property
    def keys(self) -> list[str]:
        return [each.key for each in self.got]


def refusing(why: str = "it answered 503", **said: float) -> Scripted:
    def act(_: Delivery) -> None:
        raise Refused(why, permanent=bool(said.get("permanent")), retry_after=said.get("retry_after"))

    return Scripted(act)


def plan(store: Store, *deliveries: Planned) -> None:
    store.outbox.routed((), deliveries)


def courier(store: Store, now: float = NOW, pace: Pace = SOON, **channels: Channel) -> Courier:
    return Courier(
        store, {name.replace("_", ":"): each for name, each in channels.items()}, lambda: now, pace
    )


def test_what_is_due_is_sent_and_settled(store: Store) -> None:
    plan(store, planned("a"), planned("b"), planned("later", not_before=NOW + 1))
    ops = Scripted()
    sending = courier(store, webhook_ops=ops)
    assert [sending.round(NOW) for _ in range(3)] == [1, 1, 0]
    assert ops.keys == ["a", "b"]
    assert store.outbox.queue().waiting == 1
    assert store.outbox.receipt_of("webhook:ops", "a") == Receipt(200, f"ref-{ops.got[0].id}", "ok")


def test_the_next_message_of_a_key_gets_the_receipt_of_the_last(store: Store) -> None:
    plan(store, planned("a"), planned("a"))
    ops = Scripted()
    sending = courier(store, webhook_ops=ops)
    sending.round(NOW)
    sending.round(NOW)
    assert ops.before == [None, Receipt(200, f"ref-{ops.got[0].id}", "ok")]


def test_a_refusal_is_tried_again_later_and_given_up_with_its_reason(store: Store) -> None:
    plan(store, planned("a"))
    down = refusing()
    for second in range(5):
        courier(store, NOW + second, webhook_ops=down).round(NOW + second)
    (dead,) = store.outbox.deliveries("dead")
    assert (dead.attempts, len(down.got)) == (4, 4)
    assert len({each.message for each in down.got}) == 1
    assert store.outbox.log()[0].why == "given up after 4 attempts: it answered 503"


def test_a_permanent_refusal_is_not_tried_again(store: Store) -> None:
    plan(store, planned("a"))
    courier(store, webhook_ops=refusing("it is gone", permanent=1)).round(NOW)
    assert store.outbox.queue().dead == 1


def test_a_channel_that_breaks_breaks_nothing_else(store: Store) -> None:
    def act(_: Delivery) -> None:
        raise ZeroDivisionError("Authorization: Bearer hunter22hunter22")

    plan(store, planned("a"), planned("b", target="slack"))
    slack = Scripted()
    courier(store, webhook_ops=Scripted(act), slack=slack).round(NOW)
    assert slack.keys == ["b"]
    why = {line.key: line.why for line in store.outbox.log()}
    assert why == {"a": "the channel broke: ZeroDivisionError: Authorization: [removed]", "b": ""}


def test_a_target_without_a_channel_is_told_as_such(store: Store) -> None:
    plan(store, planned("a"))
    courier(store).round(NOW)
    assert store.outbox.log()[0].why.startswith("there is no channel 'webhook:ops'")


def test_a_target_that_keeps_failing_is_left_alone_for_a_while(store: Store) -> None:
    plan(store, *(planned(f"{n}", repository=f"r{n}") for n in range(20)))
    down, pace = refusing(), replace(SOON, each=2, breaker=Breaker(trips_at=4, pause=30))
    sending = courier(store, NOW, pace, webhook_ops=down)
    assert [sending.round(NOW) for _ in range(4)] == [2, 2, 0, 0]
    assert [sending.round(NOW + 30) for _ in range(2)] == [1, 1]


def test_a_target_that_asks_for_time_is_not_asked_for_anything_meanwhile(store: Store) -> None:
    plan(store, planned("a"), planned("b", repository="other"))
    busy = refusing("slow down", retry_after=60)
    sending = courier(store, NOW, replace(SOON, each=1), webhook_ops=busy)
    assert [sending.round(NOW + after) for after in (0, 1, 59)] == [1, 0, 0]


def test_what_was_down_for_an_hour_is_caught_up_with_without_a_storm(store: Store) -> None:
    now, up = [float(NOW)], [False]

    def act(_: Delivery) -> None:
        if not up[0]:
            raise Refused("it answered 503", status=503)

    plan(store, *(planned(f"{n}", repository=f"r{n}", target="slack") for n in range(60)))
    slack = Scripted(act)
    sending = Courier(store, {"slack": slack}, lambda: now[0], Pace(workers=8))
    for _ in range(360):
        sending.round(now[0])
        now[0] += 10
    in_vain, up[0], most = len(slack.got), True, 0
    while store.outbox.queue().waiting and now[0] < NOW + 4 * 3600:
        most = max(most, sending.round(now[0]))
        now[0] += 10
    assert in_vain < 60
    assert most <= Pace().each
    assert len(store.outbox.deliveries("sent")) == 60


def test_a_courier_that_runs_stops_when_told_and_settles_what_was_on_its_way(store: Store) -> None:
    begun, stop = threading.Event(), threading.Event()

    def act(_: Delivery) -> None:
        begun.set()
        time.sleep(0.2)

    plan(store, planned("a"), planned("b"))
    thread = threading.Thread(target=courier(store, webhook_ops=Scripted(act)).run, args=(stop,))
    thread.start()
    assert begun.wait(5)
    stop.set()
    thread.join(5)
    assert [each.key for each in store.outbox.deliveries("sent")] == ["a"]
    assert store.outbox.take(1, NOW, 1)[0].key == "b"


def test_while_the_store_is_gone_nothing_that_came_back_is_forgotten(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults, settle = iter(range(3)), store.outbox.settle

    def fails_thrice(outcomes: list[object]) -> None:
        if outcomes and next(faults, None) is not None:
            raise StoreBusy("the store is held by another writer")
        settle(outcomes)  # type: ignore[arg-type]

    monkeypatch.setattr(store.outbox, "settle", fails_thrice)
    plan(store, planned("a"), planned("b"))
    ops, stop = Scripted(), threading.Event()
    thread = threading.Thread(target=courier(store, webhook_ops=ops).run, args=(stop,))
    thread.start()
    arrived = waited_for(lambda: store.outbox.queue().waiting == 0)
    stop.set()
    thread.join(5)
    assert arrived
    assert ops.keys == ["a", "b"]


def test_two_couriers_and_bad_receivers_keep_the_order_and_lose_nothing(store: Store) -> None:
    chance, lock = random.Random(7), threading.Lock()  # noqa: S311 - a game of chance
    arrived: dict[str, list[str]] = defaultdict(list)

    def act(delivery: Delivery) -> None:
        with lock:
            if chance.random() < 0.3:
                raise Refused("it answered 500", status=500)
            arrived[delivery.repository].append(delivery.key)

    count, repositories = 200, 10
    plan(store, *(planned(f"{n:03}", repository=f"r{n % repositories}") for n in range(count)))
    pace = replace(SOON, patience=Patience(first=0.001, factor=1, attempts=50))
    channels, stop = {"webhook:ops": Scripted(act)}, threading.Event()
    begun = time.monotonic()

    def clock() -> float:
        return NOW + (time.monotonic() - begun) * 50

    both = [Courier(store, channels, clock, pace) for _ in range(2)]
    threads = [threading.Thread(target=each.run, args=(stop,)) for each in both]
    for thread in threads:
        thread.start()
    done = waited_for(lambda: store.outbox.queue().waiting == 0, 60)
    stop.set()
    for thread in threads:
        thread.join(5)
    assert done
    assert Counter(len(keys) for keys in arrived.values()) == {count // repositories: repositories}
    assert all(keys == sorted(keys) for keys in arrived.values())
