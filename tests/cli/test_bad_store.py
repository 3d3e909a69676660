"""Stores that cannot be used: exit code 3, what is wrong, where, what to do; nothing in them is touched."""

import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from resources.home import Home
from resources.store.store import Store
from tests.cli.command_line import Done, gitops

Call = Callable[[], Done]
USING = pytest.mark.parametrize("command", ["audit", "report", "migrate", "backup"])


@pytest.fixture
def call(command: str, fleet: Path, tmp_path: Path) -> Call:
    """One of the commands that use the store."""
    arguments = {
        "audit": ("audit", str(fleet)),
        "report": ("report", "json"),
        "migrate": ("store", "migrate"),
        "backup": ("store", "backup", str(tmp_path / "backup.zip")),
    }
    return lambda: gitops(*arguments[command])


@pytest.fixture
def closed_port() -> int:
    """A port where nothing listens."""
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


@pytest.fixture
def newer(home: Home) -> bytes:
    """A store that a later version has migrated; its bytes."""
    home.path.mkdir()
    with Store.open(home.store_url) as store:
        store.migrate()
    file = home.path / "store.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE store_revision SET version_num = 'r9999'")
        connection.execute("PRAGMA journal_mode=DELETE")
    return file.read_bytes()


@USING
def test_a_store_from_a_newer_version(call: Call, newer: bytes, home: Home) -> None:
    call().told(3, "from a newer version", str(home.path / "store.db"), "r9999", "upgrade gitops-assets")
    with closing(sqlite3.connect(home.path / "store.db")) as connection:
        assert connection.execute("SELECT version_num FROM store_revision").fetchall() == [("r9999",)]
        assert connection.execute("SELECT count(*) FROM audits").fetchall() == [(0,)]


@USING
def test_a_server_that_does_not_answer(call: Call, closed_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITOPS_STORE_URL", f"postgresql://ada:secret@127.0.0.1:{closed_port}/fleet")
    done = call()
    done.told(
        3, "the store cannot be opened", "PostgreSQL 127.0.0.1/fleet", "check that the address is right"
    )
    assert "secret" not in done.err


@USING
@pytest.mark.parametrize("url", ["mysql://127.0.0.1/fleet", "store.db"])
def test_an_address_of_no_store(call: Call, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITOPS_STORE_URL", url)
    call().told(3, "store", "use sqlite:////absolute/path.db or postgresql://")


@pytest.mark.parametrize("command", ["report", "backup"])
def test_no_store_yet(call: Call, home: Home) -> None:
    call().told(3, "there is no store yet", str(home.path / "store.db"), "run an audit")
    assert not home.path.exists()
