"""Roots that are not what the user thinks: each told in three beats, with the right code, nothing written."""

import shutil
from pathlib import Path

import pytest

from resources.home import Home
from tests.cli.command_line import before_it_looks, changes, gitops

AUDITING = pytest.mark.parametrize("command", ["status", "audit"])


@AUDITING
def test_a_root_that_does_not_exist(command: str, tmp_path: Path) -> None:
    root = tmp_path / "nowhere"
    gitops(command, root).told(2, "nothing to look into", f"{str(root)!r} does not exist", "name folders")


@AUDITING
def test_a_file_instead_of_a_folder(command: str, tmp_path: Path) -> None:
    root = tmp_path / "notes.txt"
    root.touch()
    gitops(command, root).told(2, "nothing to look into", f"{str(root)!r} is not a folder", "name folders")


@AUDITING
def test_all_bad_roots_are_told_at_once(command: str, fleet: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = gitops(command, fleet, tmp_path / "nowhere", tmp_path / "file")
    done.told(2, "is not a folder", "does not exist", "name folders")


@AUDITING
def test_no_repository_found(command: str, tmp_path: Path) -> None:
    root = tmp_path / "empty"
    root.mkdir()
    gitops(command, root).told(4, "no git repository was found", str(root), "name the folder")


@AUDITING
def test_without_roots_it_is_this_folder(command: str, fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fleet)
    assert [each["slug"] for each in gitops(command, "--json").document["repositories"]] == ["api", "web"]


pytestmark = pytest.mark.usefixtures("quickly")


def test_nothing_is_recorded_of_an_audit_that_found_nothing(tmp_path: Path, home: Home) -> None:
    (tmp_path / "empty").mkdir()
    gitops("audit", tmp_path / "empty")
    gitops("report", "json").told(4, "no complete audit", str(home.path), "run `gitops-assets audit ROOT`")


def test_a_corrupt_git_folder_is_a_row_that_says_why(fleet: Path) -> None:
    (fleet / "web" / ".git" / "HEAD").write_bytes(b"\0 rubbish")
    done = gitops("audit", fleet, "--json")
    web = next(each for each in done.document["repositories"] if each["slug"] == "web")
    assert done.code == 0
    assert web["states"] == ["unreadable"]
    assert web["why"]
    findings = {(each["gate"], each["slug"]) for each in done.document["findings"]}
    assert ("repository-readable", "web") in findings


def test_a_repository_deleted_during_the_audit_is_a_row_that_says_so(
    fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gitops("audit", fleet)
    before_it_looks(monkeypatch, lambda: shutil.rmtree(fleet / "web"))
    done = gitops("audit", fleet, "--json")
    states = {each["slug"]: (each["states"], each["why"]) for each in done.document["repositories"]}
    assert states["web"] == (["missing"], "it was there when the audit began and is gone now")
    assert states["api"] == (["no-upstream", "clean"], None)
    assert ("web", "repository-missing") in changes(done)
    assert ("web", "repository-removed") in changes(gitops("audit", fleet, "--json"))
