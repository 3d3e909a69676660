"""The event log opens each of its files once, and holds none that is gone or that nobody asked for lately."""

from pathlib import Path

from resources.event_log.open_files import KEPT, OpenFiles


def test_a_file_is_opened_once(tmp_path: Path) -> None:
    files = OpenFiles()
    first = files.engine(tmp_path / "a.db")
    with first.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE here (x)")
    assert files.engine(tmp_path / "a.db") is first
    files.close()


def test_a_file_that_was_removed_is_opened_anew(tmp_path: Path) -> None:
    files = OpenFiles()
    with files.engine(tmp_path / "a.db").begin() as connection:
        connection.exec_driver_sql("CREATE TABLE here (x)")
    (tmp_path / "a.db").unlink()
    with files.engine(tmp_path / "a.db").begin() as connection:
        connection.exec_driver_sql("CREATE TABLE here (x)")
    assert (tmp_path / "a.db").exists()
    files.close()


def test_only_the_last_files_stay_open(tmp_path: Path) -> None:
    files = OpenFiles()
    first = files.engine(tmp_path / "0.db")
    (tmp_path / "0.db").touch()
    for nth in range(1, KEPT):
        files.engine(tmp_path / f"{nth}.db")
    assert files.engine(tmp_path / "0.db") is first
    files.engine(tmp_path / "new.db")
    assert files.engine(tmp_path / "0.db") is first
    for nth in range(10, 10 + KEPT):
        files.engine(tmp_path / f"{nth}.db")
    assert files.engine(tmp_path / "0.db") is not first
    files.close()


def test_nobody_waits_for_the_disk_at_each_commit(tmp_path: Path) -> None:
    files = OpenFiles()
    with files.engine(tmp_path / "a.db").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1
    files.close()
