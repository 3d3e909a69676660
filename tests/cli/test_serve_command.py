"""The service as a user starts and ends it: a process of its own, also one that is killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner

from gitops_assets.cli.exits import Stop
from gitops_assets.cli.serve import command
from resources.home import HOME_VARIABLE, STORE_VARIABLE
from resources.store.store import Store
from service.place import listen
from tests.service.conftest import BODY, SECRET, signature

WORD = "GITOPS_WEBHOOK_SECRET_GITHUB"


@dataclass
class Process:
    process: subprocess.Popen[str]
    port: int

    def post(self, delivery: str) -> httpx2.Response:
        headers = {"x-github-delivery": delivery, "x-hub-signature-256": signature(BODY)}
        return httpx2.post(f"http://127.0.0.1:{self.port}/webhooks/github", content=BODY, headers=headers)

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(20)


@contextmanager
def served(home: Path, *arguments: str) -> Iterator[Process]:
    environ = {**os.environ, HOME_VARIABLE: str(home), WORD: SECRET}
    environ.pop(STORE_VARIABLE, None)
    line = [sys.executable, "-m", "gitops_assets.cli.main", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(line, env=environ, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        while not (found := re.search(r"http://127\.0\.0\.1:(\d+)", process.stderr.readline())):
            assert process.poll() is None
        while "startup complete" not in process.stderr.readline():
            assert process.poll() is None
        yield Process(process, int(found[1]))
    finally:
        process.kill()
        process.stderr.close()
        process.wait()


def test_what_was_answered_is_there_after_the_service_was_killed(tmp_path: Path) -> None:
    with served(tmp_path) as first:
        assert [first.post(f"d{number}").status_code for number in range(20)] == [202] * 20
        assert first.end(signal.SIGKILL) == -signal.SIGKILL
    with served(tmp_path) as second:
        again = [second.post(f"d{number}").json()["duplicate"] for number in range(21)]
        assert again == [True] * 20 + [False]
        assert second.end(signal.SIGTERM) in (0, -signal.SIGTERM)
    with Store.open(f"sqlite:///{tmp_path / 'store.db'}") as store:
        assert store.inbox.depth().waiting == 21


def test_a_service_beside_another_process_ends_with_it(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time; "
        "p = subprocess.Popen([sys.executable, '-m', 'gitops_assets.cli.main', 'serve', '--port', '0',"
        " '--no-webhooks', '--until-parent-ends'], stderr=open(sys.argv[1], 'w')); "
        "print(p.pid, flush=True); time.sleep(60)"
    )
    log = tmp_path / "log"
    environ = {**os.environ, HOME_VARIABLE: str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", script, str(log)], env=environ, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        until(lambda: log.exists() and "startup complete" in log.read_text())
        parent.kill()
    until(lambda: "shutdown complete" in log.read_text())
    until(
        lambda: not Path(f"/proc/{child}/cmdline").exists() or not Path(f"/proc/{child}/cmdline").read_text()
    )


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    return tmp_path


def said(*arguments: str) -> Stop:
    stop = CliRunner().invoke(command, arguments).exception
    assert isinstance(stop, Stop)
    return stop


def test_without_a_secret_it_refuses_to_start(home: Path) -> None:
    stop = said()
    assert stop.code == 2
    assert f"set {WORD}" in str(stop)
    assert list(home.iterdir()) == []


def test_an_address_that_is_taken_is_told(home: Path) -> None:
    with listen("127.0.0.1", 0) as place:
        place.listen()
        stop = said("--no-webhooks", "--port", str(place.getsockname()[1]))
    assert stop.code == 3
    assert "Address already in use; choose another" in str(stop)


def test_an_unknown_provider_meets_the_nearest_one(home: Path) -> None:
    done = CliRunner().invoke(command, ["--unsigned", "githup"])
    assert done.exit_code == 2
    assert "github" in done.output
