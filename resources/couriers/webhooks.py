"""All webhooks of a store: what they hear of, and the channels to them."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from gitops_assets.core.events.model import Event
from gitops_assets.core.outbox.model import Planned, Webhook
from gitops_assets.core.outbox.subscriptions import retired, subscribed
from resources.couriers.posting import Poster
from resources.couriers.webhook import WebhookChannel
from resources.store.store import Store


class Webhooks:
    """The webhooks as they were when last refreshed. Closing it hangs up."""

    def __init__(
        self, store: Store, clock: Callable[[], float], environ: Mapping[str, str] = os.environ
    ) -> None:
        self._store = store
        self._clock = clock
        self._environ = environ
        self._known: list[Webhook] = []
        self._outside, self._anywhere = Poster(allow_private=False), Poster(allow_private=True)

    def refresh(self) -> None:
        """Read them from the store again."""
        self._known = self._store.webhooks.all()

    def retire(self, target: str) -> bool:
        """Switch the webhook behind a target off, because its receiver is gone for good; whether it was one.

        The Standard Webhooks specification demands it of who gets a 410.
        """
        webhook = next((each for each in self._known if each.target == target and each.enabled), None)
        if webhook is None:
            return False
        self._store.webhooks.update(replace(webhook, enabled=False))
        self._store.outbox.add([retired(webhook, int(self._clock()))])
        self.refresh()
        return True

    def close(self) -> None:
        """Hang up everywhere."""
        self._outside.close()
        self._anywhere.close()

    def plan(self, events: Sequence[Event], now: int) -> list[Planned]:
        """Who shall hear of these events."""
        return subscribed(events, self._known, now)

    @property
    def channels(self) -> dict[str, WebhookChannel]:
        """A channel for each target that is not switched off."""
        return {each.target: self.channel(each) for each in self._known if each.enabled}

    @property
    def limits(self) -> dict[str, int]:
        """How many messages each target gets at once."""
        return {each.target: each.concurrency for each in self._known}

    def channel(self, webhook: Webhook) -> WebhookChannel:
        """The way to this webhook."""
        poster = self._anywhere if webhook.allow_private else self._outside
        return WebhookChannel(webhook, poster, self._clock, self._environ)
