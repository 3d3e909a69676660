"""Homes that cannot be used: told in three beats with exit code 3, and what was stored before stays."""

import shutil
import sys
from pathlib import Path

import pytest

from resources.event_log.sqlite import BatchingSqliteEventLogStorage
from resources.home import Home, find_home, prepare
from resources.instance import is_initialised
from tests.cli.command_line import gitops

WRITING = pytest.mark.parametrize(
    "command",
    [("audit", "."), ("dev",), ("store", "migrate"), ("store", "restore", "backup.zip")],
    ids=" ".join,
)


@WRITING
def test_a_home_below_a_file(command: tuple[str, ...], fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = fleet / "api" / "README" / "home"
    monkeypatch.chdir(fleet)
    monkeypatch.setenv("GITOPS_HOME", str(home))
    gitops(*command).told(3, f"the home {home} cannot be written", "Not a directory", "set GITOPS_HOME")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a /proc that nobody can write to")
def test_a_home_where_nobody_can_write(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITOPS_HOME", "/proc/gitops")
    gitops("audit", fleet).told(3, "the home /proc/gitops cannot be written", "set GITOPS_HOME")


def test_the_home_of_nobody(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITOPS_HOME", "~nobody-of-that-name/home")
    gitops("audit", fleet).told(2, "~nobody-of-that-name/home", "no such user", "GITOPS_HOME")


@pytest.mark.parametrize("name", ["what?", "line\nbreak", "caf\udce9"], ids=["query", "newline", "bytes"])
def test_a_home_whose_name_no_database_address_can_hold(
    name: str, fleet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITOPS_HOME", str(tmp_path / name))
    done = gitops("audit", fleet)
    done.told(2, "the home", "choose a folder without", "export GITOPS_HOME=", str(tmp_path))
    assert name not in done.err.partition("export")[2]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fleet"]


def test_a_home_with_an_odd_name_is_as_good_as_any(
    fleet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = 'it\'s: "my" {home} # 100% café'
    monkeypatch.setenv("GITOPS_HOME", str(tmp_path / name))
    assert gitops("audit", fleet).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["fleet", name])
    assert (tmp_path / name / "dagster" / "history" / "runs.db").exists()


def test_dagsters_configuration_is_kept_when_a_person_made_it_theirs(home: Home) -> None:
    prepare(home)
    file = home.dagster / "dagster.yaml"
    file.write_text(file.read_text().split("\n", 1)[1] + "# mine\n")
    prepare(home)
    assert file.read_text().endswith("# mine\n")


def test_a_store_that_is_no_database(fleet: Path, home: Home) -> None:
    prepare(home)
    (home.path / "store.db").write_bytes(b"not a database at all" * 100)
    gitops("audit", fleet).told(
        3, "not a store or is damaged", str(home.path / "store.db"), "restore it from"
    )


def test_dagsters_storage_that_is_no_database(fleet: Path, home: Home) -> None:
    assert gitops("audit", fleet).code == 0
    (home.dagster / "history" / "runs.db").write_bytes(b"not a database at all" * 100)
    done = gitops("audit", fleet)
    done.told(3, "damaged", str(home.dagster), "move it away")
    shutil.rmtree(home.dagster)
    again = gitops("audit", fleet)
    assert again.code == 0
    assert "Nothing changed since the last audit" in again.out


def test_a_home_whose_making_was_interrupted_is_made_by_the_next_audit(
    fleet: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(BatchingSqliteEventLogStorage, "__init__", interrupt)
        gitops("audit", fleet).told(130, "interrupted")
    assert (home.path / ".making" / "dagster" / "history" / "runs.db").exists()
    assert not is_initialised(home)
    assert gitops("audit", fleet).code == 0
    assert not (home.path / ".making").exists()


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_nobody_needs_a_home_to_see_a_status(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITOPS_HOME", "/dev/null/home")
    assert gitops("status", fleet).code == 0


def test_the_home_is_found_where_the_platform_keeps_data(tmp_path: Path) -> None:
    assert find_home({}).path.name == "gitops-assets"
    assert find_home({"GITOPS_HOME": str(tmp_path)}).path == tmp_path
