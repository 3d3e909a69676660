"""What a check tells of secrets that replace each other, without any hash of them."""

from pathlib import Path

import pytest

from tests.cli.command_line import gitops, program
from tests.repositories import git, repository
from tests.secrets.corpus import Maker, values

FIRST, SECOND = (values(Maker(seed))["github-token"] for seed in (1, 2))
GATE = "secrets-absent"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return repository(tmp_path / "here", app__py=f"token = '{FIRST}'\n")


def told(here: Path) -> list[tuple[str, str]]:
    found = gitops("check", here, "--staged", "--all", "--format", "json").document["findings"]
    return [(each["fingerprint"], each["status"]) for each in found if each["gate"] == GATE]


def test_a_secret_that_replaces_another_is_new_though_its_fingerprint_is_not(here: Path) -> None:
    (here / "app.py").write_text(f"token = '{SECOND}'\n")
    git(here, "add", "-A")
    ((before, status),) = told(here)
    assert status == "new"
    (here / "app.py").write_text(f"first = 1\ntoken = '{FIRST}'\n")
    git(here, "add", "-A")
    assert told(here) == [(before, "existing")]


def test_two_processes_say_the_same_though_each_has_a_salt_of_its_own(here: Path) -> None:
    one, other = (program("check", here, "--format", "json").out for _ in range(2))
    assert one == other
    assert GATE in one
