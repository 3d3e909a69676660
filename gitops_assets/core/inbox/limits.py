"""How much one sender may ask for: a bucket of tokens each, filled by time, which the caller tells."""

from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

SENDERS = 10_000
"""Of how many senders one keeps count; whoever has been silent longest is forgotten first."""


@dataclass(slots=True)
class Buckets:
    """Each sender may ask ``burst`` times at once and ``rate`` times a second in the long run."""

    rate: float
    burst: float
    _known: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def left(self, sender: str, now: float) -> float:
        """How many tokens the sender has."""
        tokens, then = self._known.get(sender, (self.burst, now))
        return min(self.burst, tokens + max(0.0, now - then) * self.rate)

    def take(self, sender: str, now: float) -> float:
        """Take one token: 0 when there was one, else after how many seconds there will be."""
        tokens = self.left(sender, now)
        enough = tokens >= 1
        self._known[sender] = (tokens - enough, now)
        self._known.move_to_end(sender)
        if len(self._known) > SENDERS:
            self._known.popitem(last=False)
        return 0.0 if enough else (1 - tokens) / self.rate


def sender_of(address: str) -> str:
    """Who is counted for an address: itself, or the network of 64 bits out of which its owner may choose."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return address
