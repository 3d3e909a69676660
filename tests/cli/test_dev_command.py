"""``dev`` says at once when nobody could reach its UI."""

import socket

from tests.cli.command_line import gitops


def test_a_taken_port_is_refused_before_anything_is_started() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        gitops("dev", "--port", str(port)).told(2, f"127.0.0.1:{port}", "another program listens", "--port")


def test_an_address_that_is_not_ours_is_refused() -> None:
    gitops("dev", "--host", "192.0.2.1").told(2, "192.0.2.1:3000", "choose another", "--host")
