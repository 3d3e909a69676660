"""Which webhooks hear of which events, and what they are sent."""

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.outbox.model import Planned, Webhook
from gitops_assets.core.times import iso

TEST = "webhook.test"
"""The type of what ``webhook test`` sends: no event, for nothing happened."""


def hears(webhook: Webhook, event: Event) -> bool:
    """Whether the webhook asked for this kind of event and this repository, before it happened."""
    return (
        webhook.enabled
        and event.at >= webhook.created
        and _fits(event.kind.value, webhook.events)
        and (not webhook.repositories or (bool(event.slug) and _fits(event.slug, webhook.repositories)))
    )


def subscribed(events: Sequence[Event], webhooks: Iterable[Webhook], now: int) -> list[Planned]:
    """One message for each event and each webhook that hears of it, in the order of the events."""
    known = list(webhooks)
    return [_planned(event, each, now) for event in events for each in known if hears(each, event)]


def retired(webhook: Webhook, now: int) -> Event:
    """That a webhook was switched off because its receiver answered 410 Gone."""
    return Event(
        kind=EventKind.WEBHOOK_DISABLED,
        at=now,
        subject=webhook.name,
        cause=f"gone:{now}",
        title=f"the webhook {webhook.name} is off: its receiver answered 410 Gone",
        details={"webhook": webhook.name, "status": 410},
    )


def unheard(patterns: Iterable[str]) -> Iterator[str]:
    """The patterns that no kind of event fits: mistakes."""
    for pattern in patterns:
        if not any(fnmatchcase(kind.value, pattern) for kind in EventKind):
            yield pattern


def _fits(name: str, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)


def _planned(event: Event, webhook: Webhook, now: int) -> Planned:
    return Planned(
        event_ids=(event.id,),
        target=webhook.target,
        key=event.key,
        repository=event.slug,
        not_before=now,
        document={"type": event.kind.value, "timestamp": iso(event.at), "data": event.document},
    )
