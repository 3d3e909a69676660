"""Receivers that a network really has: slow, silent, and such as answer what they like."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def answering(*pieces: bytes, pause: float = 0.05) -> Iterator[str]:
    """The address of a server that answers every connection with these pieces, slowly, for ever the last."""
    over = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65_536)
            for piece in pieces:
                connection.sendall(piece)
            while pieces and not over.wait(pause):
                connection.sendall(pieces[-1])
            over.wait()

    def listen(server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=server.accept()[:1], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=listen, args=(server,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/hook"
        over.set()
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
