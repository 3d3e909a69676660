"""What the service is told when it starts, and the limits that nobody has to tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gitops_assets.core.inbox.model import Provider
from resources.home import Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bytes, seconds and counts beyond which a request is refused.

    ``body`` is GitHub's own limit. ``unanswered`` bounds the bytes of all bodies that nobody has answered
    yet: they are in memory before a signature says whether their sender may send at all. ``rate`` requests a
    second are answered for each sender in the long run, ``burst`` at once; a rate of 0 means any number.
    """

    body: int = 25 * 1024 * 1024
    unanswered: int = 256 * 1024 * 1024
    headers: int = 32 * 1024
    headers_seconds: float = 10.0
    message_seconds: float = 30.0
    answer_seconds: float = 9.0
    connections: int = 2_000
    queue: int = 20_000
    rate: float = 200.0
    burst: float = 2_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One service: its home, who may send, and its limits.

    ``secrets`` holds one or two a provider; ``unsigned`` are the providers that are believed without.
    ``slack`` are the signing secrets of the application whose buttons are heard; none without one.
    """

    home: Home
    secrets: Mapping[Provider, tuple[str, ...]] = field(default_factory=dict, repr=False)
    unsigned: frozenset[Provider] = frozenset()
    slack: tuple[str, ...] = field(default=(), repr=False)
    limits: Limits = Limits()

    @property
    def providers(self) -> frozenset[Provider]:
        """Whose deliveries are taken."""
        return frozenset(self.secrets) | self.unsigned
