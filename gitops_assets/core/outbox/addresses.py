"""Which addresses a message may be sent to: who names a webhook's address shall not reach our own network.

Source: https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")


def refusal(address: str, *, allow_private: bool) -> str | None:
    """Why nothing is sent to this address, None if it may be.

    ``allow_private`` opens loopback and private networks. Link-local addresses, where clouds answer with
    credentials, and those that are no host's stay closed.
    """
    try:
        found = _inner(ip_address(address.partition("%")[0]))
    except ValueError:
        return "it is not an address"
    if found.is_link_local:
        return "it is link-local"
    if found.is_multicast or found.is_unspecified or str(found) == "255.255.255.255":
        return "it is nobody's"
    if found.is_loopback:
        return None if allow_private else "it is this machine"
    if found.is_global and not found.is_private and not found.is_reserved:
        return None
    return None if allow_private else "it is private"


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address
