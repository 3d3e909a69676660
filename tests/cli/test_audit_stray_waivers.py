"""Waivers of fleet.yaml that do nothing are findings, with the same counts in every report."""

from pathlib import Path

import pytest

from tests.cli.command_line import Done, gitops
from tests.repositories import commit, repository

pytestmark = pytest.mark.usefixtures("quickly")

GATE = "fleet-waivers-effective"


def waivers(file: Path, *repositories: str) -> None:
    """A fleet.yaml with a waiver for each of these patterns."""
    said = ", ".join(
        f"{{gate: work-committed, repositories: '{each}', reason: later, expires: 2999-01-01}}"
        for each in repositories
    )
    file.write_text(f"waivers: [{said}]\n")


def audited(fleet: Path, file: Path) -> Done:
    done = gitops("audit", fleet, "--fleet", file, "--json")
    assert done.code == 0, done.err
    return done


def told(done: Done) -> set[tuple[str, str, str, str]]:
    return {
        (each["slug"], each["path"], each["severity"], each["status"])
        for each in done.document["findings"]
        if each["gate"] == GATE
    }


def test_they_are_findings_of_the_repository_that_holds_the_file(fleet: Path) -> None:
    ops = repository(fleet / "ops")
    waivers(ops / "fleet.yaml", "web", "none/*")
    commit(ops)
    first = audited(fleet, ops / "fleet.yaml")
    assert told(first) == {("ops", "fleet.yaml", "low", "new")}
    document = first.document
    assert document["summary"]["gates"][GATE] == 2 == len(document["fleet"]["idle_waivers"])
    rows = {each["slug"]: each["findings"] for each in document["repositories"]}
    assert sum(rows.values()) == sum(document["summary"]["severities"].values())
    (tally,) = [each for each in document["quality"]["gates"] if each["gate"] == GATE]
    assert (tally["pass"], tally["fail"]) == (0, 1)
    (fleet / "web" / "new.txt").touch()
    waivers(ops / "fleet.yaml", "web")
    assert told(audited(fleet, ops / "fleet.yaml")) == {("ops", "fleet.yaml", "low", "fixed")}


def test_without_such_a_repository_they_are_information_about_whom_they_cover(
    fleet: Path, tmp_path: Path
) -> None:
    waivers(tmp_path / "fleet.yaml", "web", "none/*")
    assert told(audited(fleet, tmp_path / "fleet.yaml")) == {
        ("web", ".", "info", "new"),
        ("api", ".", "info", "new"),
    }
    again = audited(fleet, tmp_path / "fleet.yaml")
    assert {status for *_, status in told(again)} == {"existing"}
    (tmp_path / "fleet.yaml").write_text("waivers: []\n")
    assert {status for *_, status in told(audited(fleet, tmp_path / "fleet.yaml"))} == {"fixed"}


def test_a_fleet_without_waivers_is_not_asked(fleet: Path, tmp_path: Path) -> None:
    (tmp_path / "fleet.yaml").write_text("name: ours\n")
    assert told(audited(fleet, tmp_path / "fleet.yaml")) == set()
