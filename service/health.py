"""How the service is, and what it stands on: one function a component, each with what to do about it."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from resources.heartbeat import last_heartbeat
from resources.home import Home, free_bytes
from resources.store.errors import StoreError
from resources.store.store import Store
from service.loops import Loops
from service.writer import Writer

FRESH = 2.0
"""Seconds for which an answer holds, however often somebody asks."""

FULL, LOW = 50_000_000, 500_000_000
"""Free bytes below which deliveries may be lost, and below which somebody should know."""

SILENT = 300
"""Seconds after which a daemon that said nothing is taken for stopped."""

OLD = 300
"""Seconds after which a delivery should long have been acted on."""


class Condition(StrEnum):
    """Fine; works, but somebody should look; deliveries cannot be taken."""

    FINE = "fine"
    DEGRADED = "degraded"
    FAILED = "failed"


_WORST = list(Condition)


@dataclass(frozen=True, slots=True)
class Component:
    """What was found, and what to do where that is not fine."""

    name: str
    condition: Condition
    found: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the questions are about."""

    home: Home
    store: Store
    writer: Writer
    loops: Loops
    now: Callable[[], float] = time.time


class Health:
    """Answers for everybody who asks; they are found out anew only every few seconds, by one thread."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._lock = threading.Lock()
        self._known: Sequence[Component] = ()
        self._until = 0.0

    def components(self) -> Sequence[Component]:
        """Every component's answer; may wait for a database, so not for the loop's own thread."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._known = [question(self._parts) for question in QUESTIONS]
                self._until = time.monotonic() + FRESH
            return self._known


def worst(components: Sequence[Component]) -> Condition:
    """How all of them are together."""
    return max((each.condition for each in components), key=_WORST.index, default=Condition.FINE)


def document(components: Sequence[Component]) -> dict[str, Any]:
    """As it is answered."""
    return {
        "schema": "gitops-assets/health/1",
        "status": worst(components).value,
        "components": [asdict(each) for each in components],
    }


def _store(parts: Parts) -> Component:
    try:
        parts.store.check()
    except StoreError as error:
        return Component("store", Condition.FAILED, str(error), "mend it; senders are told to come again")
    return Component("store", Condition.FINE, "answers, with this version's tables")


def _disk(parts: Parts) -> Component:
    free = free_bytes(parts.home)
    found = f"{free / 1e9:,.1f} GB free"
    if free >= LOW:
        return Component("disk", Condition.FINE, found)
    condition = Condition.FAILED if free < FULL else Condition.DEGRADED
    return Component("disk", condition, found, "free some space where the home is")


def _writer(parts: Parts) -> Component:
    found = f"{parts.writer.depth} wait to be written"
    if parts.writer.alive:
        return Component("writer", Condition.FINE, found)
    return Component("writer", Condition.FAILED, "stopped", "restart the service and report what it logged")


def _inbox(parts: Parts) -> Component:
    try:
        depth = parts.store.inbox.depth()
    except StoreError:
        return Component("inbox", Condition.FAILED, "cannot be read", "see the store")
    age = 0 if depth.oldest_at is None else max(0, int(parts.now() - depth.oldest_at))
    found = f"{depth.waiting} waiting, the oldest for {age} s; {depth.dead} given up"
    if age <= OLD:
        return Component("inbox", Condition.FINE, found)
    remedy = "nobody acts on deliveries: is the daemon running, and its sensor `inbox` switched on?"
    return Component("inbox", Condition.DEGRADED, found, remedy)


def _daemon(parts: Parts) -> Component:
    beat = last_heartbeat(parts.home)
    remedy = "run `gitops-assets dev`, or the daemon's unit: deliveries wait until then"
    if beat is None:
        return Component("daemon", Condition.DEGRADED, "was never heard of", remedy)
    silent = max(0, int(parts.now() - beat))
    condition = Condition.FINE if silent <= SILENT else Condition.DEGRADED
    return Component("daemon", condition, f"last heard of {silent} s ago", "" if silent <= SILENT else remedy)


def _loops(parts: Parts) -> Component:
    crashed = parts.loops.crashed
    if not crashed:
        return Component("loops", Condition.FINE, f"{len(parts.loops.names)} running")
    found = f"began again after a crash: {', '.join(crashed)}"
    return Component("loops", Condition.DEGRADED, found, "see what was logged")


QUESTIONS: tuple[Callable[[Parts], Component], ...] = (_store, _disk, _writer, _inbox, _daemon, _loops)
