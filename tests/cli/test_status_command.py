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
