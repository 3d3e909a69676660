"""What an audit spends its time on: each phase, and in it each repository where that is told."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from resources.progress import Progress, Silent
from resources.store.phase_store import Phase


@dataclass(slots=True)
class Spent:
    """Seconds by phase, and by phase and repository; safe between threads."""

    _known: dict[tuple[str, str], Phase] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, phase: str, seconds: float, *, repositories: int = 1, slug: str = "") -> None:
        """So many more seconds; a phase that comes back is added up."""
        with self._lock:
            place = self._places.setdefault(phase, len(self._places))
            before = self._known.get((phase, slug))
            spent = int(seconds * 1e6) + (before.microseconds if before else 0)
            self._known[phase, slug] = Phase(phase, place, repositories, spent, slug)

    @property
    def phases(self) -> tuple[Phase, ...]:
        """What was spent so far."""
        return tuple(self._known.values())


@dataclass(frozen=True, slots=True)
class Measured:
    """Shows what another progress shows, and remembers how long it took."""

    shown: Progress = field(default_factory=Silent)
    spent: Spent = field(default_factory=Spent)

    @contextmanager
    def phase(self, title: str, total: int) -> Iterator[Callable[[], None]]:
        """Time the phase, also when it fails."""
        begun = time.perf_counter()
        try:
            with self.shown.phase(title, total) as seen:
                yield seen
        finally:
            self.spent.add(title, time.perf_counter() - begun, repositories=total)
