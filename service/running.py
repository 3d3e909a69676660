"""The service as a process: one loop, one store, ended in order by SIGTERM or Ctrl-C."""

import asyncio
import os
import socket
import threading
import time
from collections.abc import Sequence
from typing import cast

import uvicorn

from resources.store.store import Store
from service.app import create_app
from service.logs import configuration
from service.loops import LOOPS, Loop
from service.protocol import bounded
from service.settings import Settings

GRACE = 15
"""Seconds that requests have to end when the service is told to."""


def serve(
    settings: Settings,
    place: socket.socket,
    *,
    until_parent_ends: bool = False,
    loops: Sequence[Loop] = LOOPS,
) -> None:
    """Answer on an open socket until told to end; what was read by then is written."""
    with Store.open(settings.home.store_url) as store:
        store.migrate()
        config = uvicorn.Config(
            create_app(settings, store, loops),
            http=cast(
                "type[asyncio.Protocol]", bounded(settings.limits)
            ),  # it is called as the class would be
            ws="none",
            lifespan="on",
            log_config=configuration(),
            access_log=False,
            server_header=False,
            limit_concurrency=settings.limits.connections,
            timeout_graceful_shutdown=GRACE,
        )
        server = uvicorn.Server(config)
        if until_parent_ends:
            _end_with_parent(server)
        server.run(sockets=[place])


def listen(host: str, port: int) -> socket.socket:
    """A socket that others can connect to; raises ``OSError`` where the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    place = socket.socket(family, socket.SOCK_STREAM)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((host, port))
    except OSError:
        place.close()
        raise
    return place


def _end_with_parent(server: uvicorn.Server) -> None:
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        server.should_exit = True

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
