"""Two fleets on one home: each is compared with its own past, and neither loses what the other keeps."""

import os
from pathlib import Path

import pytest

from resources.home import Home
from resources.store.store import Store
from tests.cli.command_line import Done, changes, gitops
from tests.repositories import cloned, commit, repository


@pytest.fixture
def first(tmp_path: Path) -> Path:
    for name in ("api", "web"):
        repository(tmp_path / "first" / name)
    return tmp_path / "first"


@pytest.fixture
def second(tmp_path: Path) -> Path:
    for name in ("api", "docs"):
        repository(tmp_path / "second" / name)
    return tmp_path / "second"


def audit(*roots: Path) -> Done:
    done = gitops("audit", "--json", *roots)
    assert done.code == 0, done.err
    return done


def paths(done: Done) -> set[str]:
    return {each["path"] for each in done.document["repositories"]}


def test_each_fleet_is_compared_with_its_own_last_audit(first: Path, second: Path) -> None:
    audit(first)
    audit(second)
    repository(first / "new")
    commit(second / "docs")
    again = audit(first)
    assert again.document["audit"]["previous"] == 1
    assert {slug for slug, _ in changes(again)} == {"new"}
    assert paths(again) == {str(first / name) for name in ("api", "web", "new")}
    second_again = audit(second)
    assert second_again.document["audit"]["previous"] == 2
    assert {(slug, kind) for slug, kind in changes(second_again) if kind == "head-moved"} == {
        ("docs", "head-moved")
    }
    assert {slug for slug, _ in changes(second_again)} == {"docs"}


@pytest.mark.usefixtures("quickly")
def test_changes_tell_that_the_home_has_other_fleets(first: Path, second: Path) -> None:
    for root in (first, second, second):
        audit(root)
    done = gitops("changes")
    assert f"of fleet ({second}) alone; the home has other fleets: fleet ({first})." in done.err
    assert "other fleets" not in gitops("changes", "--fleet", second).err


@pytest.mark.usefixtures("quickly")
def test_a_name_that_another_fleet_has_is_not_given_twice(first: Path, second: Path, home: Home) -> None:
    audit(first)
    audit(second)
    audit(first)
    with Store.open(home.store_url) as store:
        located = {os.fsdecode(each.path or b""): slug for slug, each in store.locations().items()}
    assert located == {
        str(first / "api"): "api",
        str(first / "web"): "web",
        str(second / "api"): "api@api",
        str(second / "docs"): "docs",
    }


@pytest.mark.usefixtures("quickly")
def test_a_fleet_that_was_moved_keeps_its_names_and_its_history(first: Path) -> None:
    audit(first)
    moved = first.rename(first.with_name("moved"))
    assert {each["slug"] for each in audit(moved).document["repositories"]} == {"api", "web"}


@pytest.mark.usefixtures("quickly")
def test_repositories_of_one_name_in_two_fleets_are_two(first: Path, second: Path) -> None:
    audit(first)
    of_second = audit(second)
    assert paths(of_second) == {str(second / name) for name in ("api", "docs")}
    again = audit(first)
    assert changes(again) == set()
    assert paths(again) == {str(first / name) for name in ("api", "web")}


def test_a_configuration_that_breaks_costs_no_name_and_no_finding(tmp_path: Path, home: Home) -> None:
    clone = cloned(repository(tmp_path / "remotes" / "o" / "app"), tmp_path / "fleet" / "app")
    (clone / "README").write_text("changed")
    gitops("audit", tmp_path / "fleet")
    (clone / ".git" / "config").write_text("[[[")
    broken = gitops("audit", tmp_path / "fleet", "--json").document
    assert [each["slug"] for each in broken["repositories"]] == ["o/app"]
    assert {each["status"] for each in broken["findings"] if each["gate"] == "work-committed"} == {"existing"}


def test_a_deeper_root_renames_nothing(tmp_path: Path, home: Home) -> None:
    repository(tmp_path / "src" / "team" / "app")
    names = []
    for root in ("src", "src/team", "src"):
        document = gitops("audit", tmp_path / root, "--json").document
        names.append([each["slug"] for each in document["repositories"]])
    assert names == [["team/app"]] * 3
