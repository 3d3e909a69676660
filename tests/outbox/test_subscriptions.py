import json

from gitops_assets.core.events.model import EventKind
from gitops_assets.core.events.reading import event_of
from gitops_assets.core.outbox.model import Webhook
from gitops_assets.core.outbox.subscriptions import hears, subscribed, unheard
from tests.outbox.made import NOW, event


def webhook(**changed: object) -> Webhook:
    said = {"name": "ops", "url": "https://example.com", "secrets": ("env:S",)} | changed
    return Webhook(**said)  # type: ignore[arg-type]


def test_a_webhook_that_asks_for_nothing_in_particular_hears_everything() -> None:
    assert all(hears(webhook(), event(kind=kind)) for kind in EventKind)
    assert not hears(webhook(enabled=False), event())


def test_kinds_and_repositories_are_patterns() -> None:
    assert hears(webhook(events=("finding.*",)), event())
    assert not hears(webhook(events=("run.*", "finding.fixed")), event())
    assert hears(webhook(repositories=("acme/*",)), event())
    assert not hears(webhook(repositories=("other/*",)), event())
    assert not hears(webhook(repositories=("*",)), event(slug=""))


def test_what_is_sent_is_the_event_in_the_specifications_envelope() -> None:
    (planned,) = subscribed([event()], [webhook()], NOW)
    assert planned.document == {
        "type": "finding.opened",
        "timestamp": "2027-01-15T08:00:00Z",
        "data": event().document,
    }
    assert (planned.target, planned.key, planned.repository) == ("webhook:ops", event().key, "acme/shop")
    assert event_of(json.loads(json.dumps(planned.document["data"]))) == event(tags=("tier-1",))


def test_a_pattern_that_no_event_fits_is_a_mistake() -> None:
    assert list(unheard(["finding.*", "finding.open", "*"])) == ["finding.open"]
