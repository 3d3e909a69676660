"""Backing up, restoring and migrating the store."""

from pathlib import Path

import pytest

from resources.home import Home
from tests.cli.command_line import gitops

pytestmark = pytest.mark.usefixtures("quickly")


@pytest.fixture
def saved(fleet: Path, tmp_path: Path) -> Path:
    """A backup of a store with one audit in it."""
    gitops("audit", fleet)
    done = gitops("store", "backup", tmp_path / "backup.zip")
    assert done.code == 0, done.err
    assert done.out.startswith("Wrote ")
    return tmp_path / "backup.zip"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another home, to change to."""
    return tmp_path / "another home"


def test_a_backup_restores_into_another_home(
    saved: Path, elsewhere: Path, fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = gitops("report", "json").out
    monkeypatch.setenv("GITOPS_HOME", str(elsewhere))
    assert gitops("store", "restore", saved).out.startswith("Restored ")
    assert gitops("report", "json").out == told
    assert "Nothing changed since the last audit" in gitops("audit", fleet).out


def test_a_store_with_audits_is_only_replaced_on_demand(saved: Path, fleet: Path) -> None:
    gitops("audit", fleet)
    gitops("store", "restore", saved).told(3, "store", "force")
    assert gitops("report", "json").document["audit"]["id"] == 2
    assert gitops("store", "restore", saved, "--force").code == 0
    assert gitops("report", "json").document["audit"]["id"] == 1


def test_a_file_that_is_no_backup(saved: Path) -> None:
    saved.write_text("not a zip")
    gitops("store", "restore", saved, "--force").told(3, str(saved), "backup")
    assert gitops("report", "json").code == 0


def test_a_backup_that_does_not_exist(tmp_path: Path) -> None:
    gitops("store", "restore", tmp_path / "none.zip").told(3, str(tmp_path / "none.zip"), "No such file")


def test_a_backup_that_cannot_be_written(saved: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.zip" / "below"
    gitops("store", "backup", target).told(3, str(target), "Not a directory")


def test_migrating_makes_a_store_and_does_nothing_to_one_that_is_there(home: Home) -> None:
    for _ in range(2):
        assert gitops("store", "migrate").out == "The store is up to date.\n"
    assert (home.path / "store.db").exists()
    gitops("report", "json").told(4, "no complete audit")
