"""What asking each gate takes: measured around its question, so that the slow one can be named."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gitops_assets.core.compliance.record import Cost
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Finding, Gate


@dataclass(slots=True)
class Costs:
    """Costs by gate id, added up over repositories; safe between threads."""

    by_gate: dict[str, Cost] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, gate: str) -> Cost:
        """What a gate took so far."""
        return self.by_gate.get(gate, Cost())

    def add(self, gate: str, seconds: float) -> None:
        """One more repository."""
        with self._lock:
            so_far = self.of(gate)
            self.by_gate[gate] = Cost(so_far.repositories + 1, so_far.microseconds + int(seconds * 1e6))

    def timed(self, gate: Gate) -> Gate:
        """The same gate, measured at every question; it pays for the files that it is the first to read."""

        def find(facts: Facts) -> Iterator[Finding]:
            began = time.perf_counter()
            try:
                yield from gate.find(facts)
            finally:
                self.add(gate.id, time.perf_counter() - began)

        return replace(gate, find=find)
