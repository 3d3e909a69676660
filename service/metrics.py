"""What Prometheus asks for: counters of this process, and figures of the store, read when it asks.

Names begin with ``gitops_``. Labels have few values, none of which a sender can choose.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from gitops_assets.core.inbox.model import InboxState
from resources.forge.quota import quotas
from resources.store.errors import StoreError
from resources.store.figures import Figures, figures
from resources.store.store import Store

FRESH = 10.0
"""Seconds for which figures of the store are not counted anew, however often somebody asks."""

# When each counter began is of no use to anybody, and twice as many lines.
disable_created_metrics()  # type: ignore[no-untyped-call] # it has no types
_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """The counters of one service, in a registry of its own."""

    def __init__(self, store: Store, forges: Path, now: Callable[[], float] = time.time) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "gitops_http_requests", "Requests answered.", ("route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "gitops_http_request_seconds",
            "From a request's headers to its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.webhooks = Counter(
            "gitops_webhook_deliveries",
            "Deliveries by what became of them: accepted, duplicate, or why they were refused.",
            ("provider", "result"),
            registry=self.registry,
        )
        self.batch_rows = Histogram(
            "gitops_inbox_batch_rows",
            "Deliveries written in one transaction.",
            buckets=(1, 2, 5, 10, 25, 50, 100, 250, 500),
            registry=self.registry,
        )
        self.batch_seconds = Histogram(
            "gitops_inbox_batch_seconds",
            "What one transaction of the inbox took.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.queue = Gauge(
            "gitops_inbox_queue", "Deliveries that wait to be written.", registry=self.registry
        )
        self.restarts = Counter(
            "gitops_loop_crashes",
            "How often a background loop crashed and began again.",
            ("loop",),
            registry=self.registry,
        )
        self.registry.register(StoreCollector(store, forges, now))

    def wrote(self, rows: int, seconds: float) -> None:
        """A batch of the inbox was written."""
        self.batch_rows.observe(rows)
        self.batch_seconds.observe(seconds)


class StoreCollector(Collector):
    """Figures of the store; where it cannot be read, only that."""

    def __init__(self, store: Store, forges: Path, now: Callable[[], float]) -> None:
        self._store = store
        self._forges = forges
        self._now = now
        self._lock = threading.Lock()
        self._known: list[GaugeMetricFamily] = []
        self._until = 0.0

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: to register must not read the store."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures as they were not long ago."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._known = list(self._read())
                self._until = time.monotonic() + FRESH
            yield from self._known

    def _read(self) -> Iterator[GaugeMetricFamily]:
        try:
            yield from _inbox(self._store, self._now())
            yield from _outbox(self._store, self._now())
            yield from _families(figures(self._store.database), self._now())
            yield from _quotas(self._forges)
        except StoreError:
            yield _gauge("store_up", "Whether the store can be read.", 0)
        else:
            yield _gauge("store_up", "Whether the store can be read.", 1)


def _inbox(store: Store, now: float) -> Iterator[GaugeMetricFamily]:
    depth = store.inbox.depth()
    age = 0.0 if depth.oldest_at is None else max(0.0, now - depth.oldest_at)
    states = {InboxState.WAITING.value: depth.waiting, InboxState.DEAD.value: depth.dead}
    yield _labelled("inbox_deliveries", "Deliveries in the inbox.", "state", states)
    yield _gauge("inbox_oldest_seconds", "How long the oldest delivery has been waiting.", age)


def _outbox(store: Store, now: float) -> Iterator[GaugeMetricFamily]:
    queue = store.outbox.queue()
    age = 0.0 if queue.oldest_at is None else max(0.0, now - queue.oldest_at)
    states = {"unrouted": queue.unrouted, "waiting": queue.waiting, "dead": queue.dead}
    yield _labelled("outbox_messages", "Events to be routed, messages to be sent, given up.", "state", states)
    yield _gauge("outbox_oldest_seconds", "How long the oldest message has been waiting.", age)


def _quotas(forges: Path) -> Iterator[GaugeMetricFamily]:
    known = quotas(forges)
    left = {host: each.remaining for host, each in known.items()}
    resets = {host: each.reset for host, each in known.items() if each.reset is not None}
    yield _labelled("forge_quota_remaining", "Calls that a forge still allows.", "forge", left)
    yield _labelled("forge_quota_reset_seconds", "When it counts anew, in epoch seconds.", "forge", resets)


def _families(counted: Figures, now: float) -> Iterator[GaugeMetricFamily]:
    yield _labelled("audits", "Audits by how they ended.", "status", counted.audits)
    yield _gauge("repositories", "Repositories of all fleets.", counted.repositories)
    yield _labelled("findings", "Findings that hold now.", "severity", counted.findings)
    if counted.last is not None:
        age = max(0.0, now - counted.last.finished)
        yield _gauge("audit_last_seconds", "What the last complete audit took.", counted.last.seconds)
        yield _gauge("audit_last_age_seconds", "How long ago it ended.", age)
    if counted.score is not None:
        yield _gauge("score_mean", "Mean score of the repositories that have one.", counted.score)
    if counted.lowest is not None:
        yield _gauge("score_lowest", "Lowest score of a repository.", counted.lowest)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"gitops_{name}", text, value=value)


def _labelled(name: str, text: str, label: str, values: Mapping[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"gitops_{name}", text, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family
