"""Host ports as Compose files publish them.

Source: [Compose, ports](https://docs.docker.com/reference/compose-file/services/#ports).
"""

from collections.abc import Iterator
from dataclasses import dataclass

MOST = 256
"""Ports of one range that are named one by one; a longer range stays one name (``8000-9999/tcp``)."""


@dataclass(frozen=True, slots=True)
class HostPort:
    """A port of the host, ``8080/tcp``, and the address that it is bound to ("" every one)."""

    name: str
    address: str = ""


def short_port(written: str) -> Iterator[HostPort]:
    """The host's ports of ``[[address:]host:]container[/protocol]``; none where the host chooses."""
    mapping, _, protocol = written.strip().partition("/")
    head, colon, _ = mapping.rpartition(":")
    if not colon:
        return
    address, _, host = head.rpartition(":")
    yield from host_ports(host, protocol, address.strip("[]"))


def host_ports(published: str, protocol: str = "", address: str = "") -> Iterator[HostPort]:
    """The ports of a number or a range; none where it is neither."""
    first, last = _bounds(published)
    protocol = (protocol or "tcp").lower()
    if last - first >= MOST:
        yield HostPort(f"{first}-{last}/{protocol}", address)
        return
    for number in range(first, last + 1):
        yield HostPort(f"{number}/{protocol}", address)


def _bounds(published: str) -> tuple[int, int]:
    start, _, end = published.strip().partition("-")
    end = end or start
    if not all(each.isdecimal() and each.isascii() and len(each) <= 5 for each in (start, end)):
        return 1, 0
    first, last = int(start), int(end)
    return (first, last) if 1 <= first <= last <= 65535 else (1, 0)
