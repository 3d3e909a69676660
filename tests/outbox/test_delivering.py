"""From what happened to the receiver without anybody's help, while it runs."""

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from gitops_assets.core.events.model import Event
from gitops_assets.core.outbox.model import Planned, Webhook
from resources.couriers.delivering import Delivering, deliver, route
from resources.couriers.webhooks import Webhooks
from resources.home import Home
from resources.store.store import Store
from tests.outbox.made import NOW, event, planned
from tests.outbox.test_courier import Scripted
from tests.outbox.test_webhook_channel import NEW
from tests.outbox.waiting import waited_for

HOOK = Webhook(name="ops", url="", secrets=("env:HOOK",), allow_private=True)


class Asked:
    """A party that plans what it is told to."""

    channels: dict[str, Scripted] = {}  # noqa: RUF012 - a stand-in
    limits: dict[str, int] = {}  # noqa: RUF012 - as above

    def __init__(self, *planned: Planned, fault: str = "") -> None:
        self._planned = planned
        self._fault = fault

    def refresh(self) -> None:
        if self._fault:
            raise ValueError(self._fault)

    def plan(self, events: Sequence[Event], now: int) -> Sequence[Planned]:  # noqa: ARG002 - the shape of a party
        return self._planned


def test_every_event_is_routed_by_every_party(store: Store) -> None:
    store.outbox.add([event(f"{n}") for n in range(3)])
    ids = (event("0").id,)
    assert route(store, [Asked(planned("a", event_ids=ids)), Asked(planned("b", event_ids=ids))], NOW) == 3
    assert [each.key for each in store.outbox.deliveries("waiting")] == ["a", "b"]
    assert route(store, [Asked()], NOW) == 0


def test_a_mistake_in_a_configuration_leaves_events_waiting_and_messages_going(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.outbox.add([event()])
    store.outbox.routed((), [planned("a", not_before=0)])
    delivering = Delivering(store, [Asked(fault="no such channel")])
    assert delivering.once() == 1
    assert "no such channel" in caplog.text
    assert store.outbox.queue().unrouted == 1


def test_only_what_a_webhook_asked_for_reaches_it_while_the_loop_runs(
    store: Store, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOOK", NEW)
    httpserver.expect_request("/hook").respond_with_data("ok")
    stop, home = threading.Event(), Home(tmp_path, "")
    thread = threading.Thread(target=deliver, args=(store, home, stop))
    thread.start()
    store.webhooks.add(replace(HOOK, url=httpserver.url_for("/hook"), repositories=("acme/*",)))
    time.sleep(1.1)
    store.outbox.add([event("a"), event("b", slug="other"), event("c")])
    arrived = waited_for(lambda: len(httpserver.log) == 2)
    stop.set()
    thread.join(10)
    assert arrived
    assert store.outbox.queue().waiting == 0


def test_a_webhook_that_is_switched_off_hears_nothing(store: Store) -> None:
    store.webhooks.add(Webhook(name="off", url="https://hooks.example", secrets=("env:HOOK",), enabled=False))
    webhooks = Webhooks(store, time.time)
    webhooks.refresh()
    assert webhooks.plan([event()], NOW) == []
    assert webhooks.channels == {}
    webhooks.close()
