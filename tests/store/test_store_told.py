"""What a target heard last of a thing, and what somebody took up."""

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.notifications.letter import letter_document
from gitops_assets.core.outbox.model import Planned
from resources.store.store import Store
from tests.outbox.made import NOW, event

KEY = event().key


def letter(*events: Event, target: str = "slack:ops", bundle: str = "") -> Planned:
    document = letter_document("audit", "audit:1", [each.document for each in events], "")
    ids = tuple(each.id for each in events)
    return Planned(
        event_ids=ids, target=target, key="audit:1", not_before=NOW, document=document, bundle=bundle
    )


def tell(store: Store, planned: Planned, *events: Event) -> None:
    store.outbox.add(events)
    store.outbox.routed([each.id for each in events], [planned])


def test_it_is_the_last_event_of_that_thing_and_of_that_target(store: Store) -> None:
    opened, fixed = event(), event(kind=EventKind.FINDING_FIXED, cause="audit:2")
    tell(store, letter(opened, event("b")), opened, event("b"))
    assert store.outbox.last_told("slack:ops", KEY) == opened.document
    assert store.outbox.last_told("slack:other", KEY) is None
    tell(store, letter(fixed), fixed)
    assert store.outbox.last_told("slack:ops", KEY) == fixed.document
    assert store.outbox.last_told("slack:ops", event("b").key) == event("b").document
    assert store.outbox.all_told({KEY, "finding:nobody:"}) == {("slack:ops", KEY): fixed.document}


def test_what_was_bundled_is_told_too(store: Store) -> None:
    tell(store, letter(event(), bundle="daily"), event())
    tell(store, letter(event("b"), bundle="daily"), event("b"))
    assert store.outbox.last_told("slack:ops", event("b").key) == event("b").document


def test_what_two_decide_at_once_is_told_as_the_first_decided(store: Store) -> None:
    tell(store, letter(event()), event())
    store.outbox.routed([event().id], [letter(event(), target="slack:late")])
    assert store.outbox.last_told("slack:late", KEY) is None


def test_a_finding_is_taken_up_until_something_happens_to_it(store: Store) -> None:
    taken = event(kind=EventKind.FINDING_ACKNOWLEDGED, cause="slack:acknowledge:ada")
    store.outbox.add([event(), event("b")])
    assert store.outbox.acknowledged() == frozenset()
    store.outbox.add([taken])
    assert store.outbox.acknowledged() == {KEY}
    store.outbox.add([event(kind=EventKind.FINDING_FIXED, cause="audit:3")])
    assert store.outbox.acknowledged() == frozenset()
