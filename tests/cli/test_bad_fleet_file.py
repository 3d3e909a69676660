"""A fleet.yaml with faults: all are told at once, each with its line and a way out; nothing is audited."""

from pathlib import Path

import pytest

from resources.home import Home
from tests.cli.command_line import gitops

FIVE_FAULTS = """\
name: 7
root: [fleet]
gates:
  upstream-configurd:
    severity: severe
thresholds:
  stale_fetch_days: soon
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "fleet.yaml"


def test_five_faults_are_told_with_their_lines(config: Path, home: Home) -> None:
    config.write_text(FIVE_FAULTS)
    done = gitops("audit", "--fleet", config)
    lines = [f"{config}:{line}:" for line in (1, 2, 4, 5, 7)]
    done.told(2, f"{config} has 5 faults; nothing of it was used", *lines, "Correct these lines")
    assert not home.path.exists()


def test_an_unknown_key_is_met_with_the_nearest_one(config: Path) -> None:
    config.write_text("name: shop\ninventry: []\n")
    gitops("audit", "--fleet", config).told(
        2, "has 1 fault", ":2:1:", "inventry", "did you mean 'inventory'?"
    )


def test_yaml_that_is_none_is_told_with_its_line(config: Path) -> None:
    config.write_text("name: shop\nroots: [fleet\n")
    gitops("audit", "--fleet", config).told(2, f"{config} has 1 fault", f"{config}:", "Correct this line")


def test_a_fleet_file_that_does_not_exist(config: Path) -> None:
    gitops("audit", "--fleet", config).told(2, str(config), "No such file", "name an existing file")


def test_a_folder_as_fleet_file(tmp_path: Path) -> None:
    gitops("audit", "--fleet", tmp_path).told(2, str(tmp_path), "Is a directory", "name an existing file")


def test_a_fleet_file_that_is_not_utf_8(config: Path) -> None:
    config.write_bytes(b"name: caf\xe9\n")
    gitops("audit", "--fleet", config).told(2, str(config), "not UTF-8 at byte 9", "save it as UTF-8")


def test_a_root_of_the_fleet_file_that_does_not_exist(config: Path) -> None:
    config.write_text("roots: [clones]\n")
    gitops("audit", "--fleet", config).told(2, f"'{config.parent / 'clones'}' does not exist", "name folders")
