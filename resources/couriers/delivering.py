"""The loop that routes what happened and carries what follows, for as long as a service runs."""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Protocol

from gitops_assets.core.events.model import Event
from gitops_assets.core.outbox.model import Planned
from resources.couriers.channel import Channel
from resources.couriers.courier import Courier
from resources.couriers.webhooks import Webhooks
from resources.home import Home
from resources.notifiers.fleets import FleetNotifications
from resources.store.errors import StoreError
from resources.store.store import Store

_LOG = logging.getLogger(__name__)
_HOUR = 3600
_KEPT = 90 * 24 * _HOUR
"""Seconds that messages, their log and their events are kept once they are settled."""

_NEWS = 7 * 24 * _HOUR
"""Seconds for which it is news that something happened: audits on a home where nobody carries messages go on
writing events, and whoever starts a service months later is not told of all of them."""

_AT_ONCE = 500
"""Events that are routed in one transaction."""
_MINUTE = 60.0


class Party(Protocol):
    """Somebody who decides who hears of what, and knows the way to them."""

    @property
    def channels(self) -> Mapping[str, Channel]:
        """The channels by target."""
        ...

    @property
    def limits(self) -> Mapping[str, int]:
        """How many messages a target gets at once, where that is not the pace's number."""
        ...

    def refresh(self) -> None:
        """Read the configuration again if it may have changed."""
        ...

    def plan(self, events: Sequence[Event], now: int) -> Sequence[Planned]:
        """Who shall hear of these events."""
        ...


def route(store: Store, parties: Sequence[Party], now: int) -> int:
    """Decide for every event that waits who hears of it; how many events that were.

    Raises :class:`StoreError`; what a party raises leaves the events as they are.
    """
    routed = 0
    while events := store.outbox.unrouted(_AT_ONCE):
        fresh = [event for event in events if event.at >= now - _NEWS]
        planned = [each for party in parties for each in party.plan(fresh, now)]
        store.outbox.routed([event.id for event in events], planned)
        routed += len(events)
    return routed


class Delivering:
    """A courier between these parties' channels and a store."""

    def __init__(self, store: Store, parties: Sequence[Party]) -> None:
        self._store = store
        self._parties = parties
        self._tidied = 0.0
        self.courier = Courier(store, {}, time.time, gone=self._gone)

    def turn(self, now: float) -> None:
        """Read the configuration again and route; a party that fails is told of, and the rest goes on."""
        try:
            for party in self._parties:
                party.refresh()
            self.courier.limits = {
                name: each for party in self._parties for name, each in party.limits.items()
            }
            self.courier.channels = {
                name: each for party in self._parties for name, each in party.channels.items()
            }
            route(self._store, self._parties, int(now))
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 - a mistake in one's configuration stops nobody else's messages
            _LOG.exception("events could not be routed; they wait")

        if now - self._tidied >= _HOUR:
            self._tidied = now
            self._store.outbox.forget(int(now) - _KEPT)

    def _gone(self, target: str) -> None:
        for party in self._parties:
            if isinstance(party, Webhooks) and party.retire(target):
                _LOG.warning("%s is off: its receiver answered 410 Gone", target)

    def once(self) -> int:
        """Route and try everything that is due now, each once; how many attempts that were."""
        now = time.time()
        self.turn(now)
        attempts = 0
        while begun := self.courier.round(now):
            attempts += begun
        return attempts


def deliver(store: Store, home: Home, stop: threading.Event) -> None:  # noqa: ARG001 - a loop's shape
    """Route and carry until told to stop. A loop of the service."""
    with closing(Webhooks(store, time.time)) as webhooks:
        delivering = Delivering(store, [webhooks, FleetNotifications(store)])
        delivering.courier.run(stop, delivering.turn)


def escalate(store: Store, home: Home, stop: threading.Event) -> None:  # noqa: ARG001 - as above
    """Look once a minute what waits for too long, until told to stop. A loop of the service."""
    notifications = FleetNotifications(store)
    while not stop.wait(_MINUTE):
        notifications.refresh()
        notifications.escalate(int(time.time()))
