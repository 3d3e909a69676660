"""Who carries messages out of the store to the channels, and writes down what came of it.

Every message is taken under a lease, tried in a thread, and settled together with others in one
transaction: a commit for each would cost more than most receivers do.
"""

import logging
import random
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue

from gitops_assets.core.outbox.breaker import Breaker
from gitops_assets.core.outbox.model import Delivery, Outcome, Receipt, Sent
from gitops_assets.core.outbox.redaction import cut
from gitops_assets.core.outbox.refusal import Refused
from gitops_assets.core.outbox.retrying import Patience, after
from resources.couriers.channel import Channel
from resources.store.errors import StoreError
from resources.store.store import Store

_LOG = logging.getLogger(__name__)
_GONE = 410
_STRANGER = 1
"""How many messages to a target without a channel are looked at at once: none of them will be sent."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much at once: threads in all, messages to one target, seconds that a message may be held."""

    workers: int = 32
    each: int = 4
    lease: int = 120
    idle: float = 0.5
    turn: float = 0.5
    patience: Patience = field(default_factory=Patience)
    breaker: Breaker = field(default_factory=Breaker)


@dataclass(frozen=True, slots=True)
class _Tried:
    delivery: Delivery
    outcome: Outcome
    refused: Refused | None


class Courier:
    """Carries from one store to these channels; ``channels`` may be replaced while it runs.

    ``limits`` say how many messages a target may get at once where that is not the pace's number, ``gone``
    is told a target that answered 410: it will take nothing any more. Several couriers may work on one
    store: the leases keep them apart.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Callable[[], float],
        pace: Pace | None = None,
        limits: Mapping[str, int] | None = None,
        *,
        gone: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.channels = channels
        self.limits: Mapping[str, int] = limits or {}
        self._store = store
        self._gone = gone
        self._clock = clock
        self._pace = pace or Pace()
        self._breakers: dict[str, Breaker] = {}
        self._flying: Counter[str] = Counter()
        self._tried: SimpleQueue[_Tried] = SimpleQueue()
        self._unsettled: list[Outcome] = []
        self._roll = random.Random()  # noqa: S311 - spreads retries, protects nothing

    def round(self, now: float) -> int:
        """Try what is due now, once each, to the end; how much that was. Raises :class:`StoreError`."""
        with self._pool() as pool:
            sent = self._begin(pool, now)
        self._collect(0)
        self._settle()
        return sent

    def run(self, stop: threading.Event, turn: Callable[[float], None] = lambda _: None) -> None:
        """Carry until told to stop; what is on its way then is waited for and settled.

        ``turn`` is called about twice a second, with the time.
        """
        with self._pool() as pool:
            due = self._clock()
            while not stop.is_set():
                begun, settled, now = 0, bool(self._unsettled), self._clock()
                try:
                    if now >= due:
                        due = now + self._pace.turn
                        turn(now)
                    begun = self._begin(pool, now)
                except StoreError as error:
                    _LOG.warning("the courier waits: %s", error)
                    stop.wait(self._pace.idle)
                self._collect(0 if begun or settled else self._pace.idle)
        self._collect(0)
        self._settle()

    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._pace.workers, thread_name_prefix="courier")

    def _begin(self, pool: ThreadPoolExecutor, now: float) -> int:
        free = self._pace.workers - self._flying.total()
        if free <= 0 or not self._store.outbox.due(int(now)):
            self._settle()
            return 0
        lease = int(now), int(now) + self._pace.lease
        taken = self._store.outbox.exchange(self._unsettled, free, lease, self._room(now))
        self._unsettled = []
        before = self._store.outbox.receipts([(each.target, each.key) for each in taken]) if taken else {}
        for each in taken:
            self._flying[each.target] += 1
            pool.submit(self._try, each, before.get((each.target, each.key)))
        return len(taken)

    def _room(self, now: float) -> Callable[[str], int]:
        def room(target: str) -> int:
            most = self.limits.get(target, self._pace.each) if target in self.channels else _STRANGER
            known = self._breakers.get(target, self._pace.breaker)
            return known.room(now, most) - self._flying[target]

        return room

    def _try(self, delivery: Delivery, before: Receipt | None) -> None:
        try:
            receipt = self._channel(delivery.target).send(delivery, before)
        except Refused as refused:
            self._refused(delivery, refused)
        except Exception as error:  # noqa: BLE001 - one channel's mistake is not the others'
            why = cut(f"the channel broke: {type(error).__name__}: {error}")
            _LOG.warning("delivery %d to %s: %s", delivery.id, delivery.target, why)
            self._refused(delivery, Refused(why))
        else:
            kept = replace(receipt, body_cut=cut(receipt.body_cut))
            self._tried.put(_Tried(delivery, Sent(delivery.id, kept, int(self._clock())), None))

    def _channel(self, target: str) -> Channel:
        try:
            return self.channels[target]
        except KeyError:
            raise Refused(
                f"there is no channel {target!r}: it was removed, or is not configured here"
            ) from None

    def _refused(self, delivery: Delivery, refused: Refused) -> None:
        told = Refused(cut(refused.why), refused.permanent, refused.retry_after, refused.status)
        outcome = after(delivery, told, self._clock(), self._pace.patience, self._roll.random())
        self._tried.put(_Tried(delivery, outcome, told))

    def _collect(self, seconds: float) -> None:
        """Note what came back, waiting that long for the first; breakers learn of it."""
        try:
            self._note(self._tried.get(timeout=seconds) if seconds else self._tried.get_nowait())
            while True:
                self._note(self._tried.get_nowait())
        except Empty:
            return

    def _note(self, tried: _Tried) -> None:
        target = tried.delivery.target
        self._flying[target] -= 1
        self._unsettled.append(tried.outcome)
        known = self._breakers.get(target, self._pace.breaker)
        if tried.refused is None:
            known = known.succeeded()
        elif not tried.refused.permanent:
            known = known.failed(self._clock(), tried.refused.retry_after)
        self._breakers[target] = known
        if tried.refused is not None and tried.refused.status == _GONE:
            self._gone(target)

    def _settle(self) -> None:
        """Write down what came back; while the store does not answer, it is kept for the next time."""
        self._store.outbox.settle(self._unsettled)
        self._unsettled = []
