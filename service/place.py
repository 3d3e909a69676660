"""Where the service listens."""

import socket


def listen(host: str, port: int) -> socket.socket:
    """A socket that others can connect to; raises ``OSError`` where the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only of a socket that says its protocol asyncio knows that small answers must not wait for more.
    place = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        place.bind((host, port))
    except OSError:
        place.close()
        raise
    return place
