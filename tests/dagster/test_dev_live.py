"""`gitops-assets dev` as people run it: its processes are killed, and it is told to end."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from resources.home import Home
from tests.cli.command_line import PROGRAM

DEADLINE = 60.0
KINDS = {
    "code server": "dagster api grpc",
    "web server": "dagster_webserver",
    "daemon": "dagster._daemon",
    "service": "main serve",
}
pytestmark = pytest.mark.timed


def a_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def until(what: Callable[[], bool], why: str) -> None:
    deadline = time.monotonic() + DEADLINE
    while not what():
        assert time.monotonic() < deadline, why
        time.sleep(0.1)


def answers(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def children(parent: int) -> dict[str, int]:
    """The processes of a `dev` by what they are."""
    found: dict[str, int] = {}
    for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        words = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        found |= {name: int(number) for name, part in KINDS.items() if part in words}
    return found


@pytest.fixture
def running(audited: Home, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[str], Path]]:
    """Started as a shell starts a job in its background: interrupts are ignored."""
    ports = ["--port", str(a_port()), "--service-port", str(a_port())]
    log = tmp_path / "log"
    with log.open("wb") as file:
        dev = subprocess.Popen(
            [*PROGRAM, "dev", *ports],
            stdout=file,
            stderr=file,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN) and None,  # noqa: PLW1509 - one thread
            start_new_session=True,
        )
    yield dev, ports, log
    dev.kill()
    dev.wait()


def test_every_process_begins_again_when_it_is_killed_and_all_end_together(
    running: tuple[subprocess.Popen[bytes], list[str], Path],
) -> None:
    dev, ports, log = running
    ui, service = int(ports[1]), int(ports[3])
    until(lambda: answers(ui, "/server_info") and answers(service, "/health/ready"), log.read_text())
    first = children(dev.pid)
    assert set(first) == set(KINDS)
    second = subprocess.run([*PROGRAM, "dev", *ports], capture_output=True, text=True, check=False)
    assert second.returncode == 3
    assert f"already runs on the home {os.environ['GITOPS_HOME']}: process {dev.pid}" in second.stderr
    for number in first.values():
        os.kill(number, signal.SIGKILL)

    def all_again() -> bool:
        now = children(dev.pid)
        return set(now) == set(KINDS) and not set(now.values()) & set(first.values())

    until(all_again, log.read_text())
    until(lambda: answers(ui, "/server_info") and answers(service, "/health/ready"), log.read_text())
    told = log.read_text()
    for name, number in first.items():
        assert f"the {name} (process {number}) was ended by SIGKILL; it begins again in 1 s" in told
    last = children(dev.pid)
    dev.terminate()
    assert dev.wait(20) == 0
    assert [number for number in last.values() if Path(f"/proc/{number}").exists()] == []
    assert not answers(service, "/health/live")
