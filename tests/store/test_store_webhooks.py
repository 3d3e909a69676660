"""Webhooks are kept as they were said, on both databases, and leave nothing waiting behind."""

from dataclasses import replace

from gitops_assets.core.outbox.model import Webhook
from resources.store.store import Store
from tests.outbox.made import NOW, planned

OPS = Webhook(
    name="ops",
    url="https://hooks.example/T0",
    secrets=("env:NEW", "file:/run/old"),
    events=("finding.*",),
    repositories=("acme/*",),
    enabled=False,
    allow_private=True,
    concurrency=7,
    created=NOW,
)


def test_a_webhook_comes_back_as_it_was_and_once(store: Store) -> None:
    assert store.webhooks.add(OPS)
    assert not store.webhooks.add(replace(OPS, url="https://other.example"))
    assert store.webhooks.all() == [OPS]
    assert store.webhooks.find("ops") == OPS
    assert store.webhooks.find("none") is None


def test_one_that_is_there_can_be_changed(store: Store) -> None:
    changed = replace(OPS, enabled=True, events=())
    assert not store.webhooks.update(changed)
    store.webhooks.add(OPS)
    assert store.webhooks.update(changed)
    assert store.webhooks.all() == [changed]


def test_one_that_goes_takes_along_what_waits_for_it(store: Store) -> None:
    store.webhooks.add(OPS)
    store.outbox.routed((), [planned("a"), planned("b", target="slack")])
    assert store.webhooks.remove("ops", NOW) == 1
    assert store.webhooks.remove("ops", NOW) is None
    assert [each.key for each in store.outbox.take(10, NOW, 60)] == ["b"]
