"""What status says besides the states: what it could not see, in words that no folder's name can forge."""

from pathlib import Path

import pytest

from tests.cli.command_line import gitops
from tests.repositories import repository

UNREADABLE = "roots: [fleet]\ninventory:\n  - file: gone.yaml\n"


def fleet_file(fleet: Path) -> Path:
    file = fleet.parent / "fleet.yaml"
    file.write_text(UNREADABLE)
    return file


def test_an_inventory_that_cannot_be_read_is_told(fleet: Path) -> None:
    done = gitops("status", "--fleet", fleet_file(fleet))
    assert done.code == 0
    assert "What should exist is unknown: " in done.out


def test_the_document_says_why_the_inventory_is_unknown(fleet: Path) -> None:
    told = gitops("status", "--fleet", fleet_file(fleet), "--json").document["inventory"]
    assert told["configured"]
    assert "gone.yaml" in told["unknown"]


def test_without_a_fleet_file_no_inventory_is_configured(fleet: Path) -> None:
    done = gitops("status", fleet, "--json")
    assert done.document["inventory"] == {"configured": False, "unknown": None}


@pytest.mark.parametrize("option", [(), ("--fetch",)])
def test_no_name_of_a_folder_moves_the_cursor(option: tuple[str, ...], tmp_path: Path) -> None:
    repository(tmp_path / "fleet" / "\x1b[2Jevil")
    done = gitops("status", tmp_path / "fleet", *option)
    assert "\x1b[2J" not in done.out + done.err


def test_what_could_not_be_looked_into_stands_in_the_document_too(fleet: Path) -> None:
    (fleet / "broken").mkdir()
    (fleet / "broken" / ".git").write_text(f"gitdir: {fleet}/api/.git/modules/broken")
    (skipped,) = gitops("status", fleet, "--json").document["not_looked_into"]
    assert skipped["path"] == str(fleet / "broken")
    assert "is a submodule" in skipped["why"]
    assert f"Not looked into: {skipped['path']} ({skipped['why']})" in gitops("status", fleet).out


def test_lines_and_document_count_what_they_show(fleet: Path) -> None:
    (fleet / "web" / "new.txt").touch()
    lines = gitops("status", fleet, "--state", "dirty").out
    document = gitops("status", fleet, "--state", "dirty", "--json").document
    assert "1 of 2 repositories: 1 dirty, 1 no-upstream." in lines
    assert (document["summary"]["repositories"], document["summary"]["found"]) == (1, 2)
    assert document["summary"]["states"] == {"dirty": 1, "untracked": 1, "no-upstream": 1}
    assert "0 of 2 repositories: none in that state." in gitops("status", fleet, "--state", "bare").out
    assert "2 repositories: 1 dirty" in gitops("status", fleet).out
