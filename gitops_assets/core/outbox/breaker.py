"""Whether a target that keeps failing is asked at all for a while (a circuit breaker)."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Breaker:
    """One target's record: failures in a row, and until when it is left alone.

    After ``trips_at`` failures nothing is sent for ``pause`` seconds, then one message as a probe: it closes
    the circuit, or opens it for twice as long, up to ``longest``. So a target that is down for an hour
    costs a dozen attempts instead of every message's own.
    """

    failures: int = 0
    until: float = 0
    pauses: int = 0
    trips_at: int = 10
    pause: float = 15
    longest: float = 300

    def room(self, now: float, most: int) -> int:
        """How many messages may be on their way at once, of ``most``."""
        if now < self.until:
            return 0
        return min(most, 1) if self.failures >= self.trips_at else most

    def succeeded(self) -> "Breaker":
        """A message was taken: all is well."""
        return replace(self, failures=0, pauses=0, until=0) if self.failures or self.until else self

    def failed(self, now: float, retry_after: float | None = None) -> "Breaker":
        """One was not; ``retry_after`` is what the target asked for, and gets if it is not too long."""
        known = replace(self, failures=self.failures + 1)
        if known.failures >= self.trips_at and now >= self.until:
            seconds = min(self.longest, self.pause * 2 ** min(self.pauses, 16))
            known = replace(known, pauses=self.pauses + 1, until=now + seconds)
        if retry_after is None:
            return known
        return replace(known, until=max(known.until, now + min(retry_after, self.longest)))
