"""The service as a process: one loop, one store, ended in order by SIGTERM or Ctrl-C."""

import os
import socket
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any, cast

import uvicorn

from resources.store.store import Store
from service.app import create_app
from service.logs import configuration
from service.loops import LOOPS, Loop
from service.protocol import bounded
from service.settings import Settings

SWITCH = 0.0005
"""Seconds for which one thread may keep the others from running; Python's own five thousandths let the writer
wait that long for its turn after every call that waits for the disk, and the loop after every signature."""

GRACE = 15
"""Seconds that requests have to end when the service is told to."""


def make_server(settings: Settings, store: Store, loops: Sequence[Loop] = LOOPS) -> uvicorn.Server:
    """What answers on a socket once it is run."""
    return uvicorn.Server(
        uvicorn.Config(
            create_app(settings, store, loops),
            http=cast("Any", bounded(settings.limits)),  # it is called as the class would be
            ws="none",
            lifespan="on",
            log_config=configuration(),
            access_log=False,
            server_header=False,
            limit_concurrency=settings.limits.connections,
            timeout_graceful_shutdown=GRACE,
        )
    )


def serve(settings: Settings, place: socket.socket, *, until_parent_ends: bool = False) -> None:
    """Answer on an open socket until told to end; what was read by then is written."""
    sys.setswitchinterval(SWITCH)
    with Store.open(settings.home.store_url) as store:
        store.migrate()
        server = make_server(settings, store)
        if until_parent_ends:
            _end_with_parent(server)
        server.run(sockets=[place])


def _end_with_parent(server: uvicorn.Server) -> None:
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        server.should_exit = True

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
