"""A command gives back what it opened: connections, files, threads, the environment."""

import gc
import sqlite3
import threading
from pathlib import Path

from tests.cli.command_line import gitops


def open_connections() -> list[sqlite3.Connection]:
    gc.unfreeze()
    gc.collect()
    found = [each for each in gc.get_objects() if type(each) is sqlite3.Connection]
    return [each for each in found if is_open(each)]


def is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.total_changes  # noqa: B018 - it raises once the connection is closed
    except sqlite3.ProgrammingError:
        return False
    return True


def test_no_database_stays_open(fleet: Path) -> None:
    before, threads = set(map(id, open_connections())), threading.active_count()
    for command in (("audit", str(fleet)), ("doctor",), ("report",)):
        assert gitops(*command).code == 0
        assert [each for each in open_connections() if id(each) not in before] == []
    assert threading.active_count() <= threads + 1  # the watchdog may rest a moment longer


def test_nor_after_a_failure(fleet: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    before = set(map(id, open_connections()))
    assert gitops("audit", fleet, "-o", tmp_path / "taken").code == 3
    assert [each for each in open_connections() if id(each) not in before] == []
