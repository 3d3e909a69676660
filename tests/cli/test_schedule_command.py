"""What `gitops-assets schedule` tells of the hours in fleet.yaml, and a run by hand."""

import re
from pathlib import Path

import pytest

from gitops_assets.core.waking.cadence import Watch
from gitops_assets.core.waking.schedules import Standing
from resources.home import Home
from resources.store.store import Store
from tests.cli.command_line import gitops

pytestmark = pytest.mark.usefixtures("quickly")

TEXT = """\
roots: [.]
schedules:
  nightly: {daily: "02:30", time_zone: Europe/Berlin}
  pay: {cron: "*/15 * * * *", repositories: [acme/pay-*], tags: [pci], owners: [web team]}
"""


@pytest.fixture
def file(fleet: Path) -> Path:
    """A fleet file beside its repositories, audited once."""
    path = fleet / "fleet.yaml"
    path.write_text(TEXT)
    assert gitops("audit", "--fleet", path).code == 0
    return path


def test_the_schedules_of_the_fleet_audited_last_are_listed(file: Path) -> None:
    first, second = gitops("schedule", "list").out.splitlines()
    assert re.fullmatch(
        r"nightly +30 2 \* \* \* +Europe/Berlin +\S+ 02:30 \+0[12]00 \(in .*\) +every repository", first
    )
    assert second.endswith("acme/pay-*, tag pci, of web team")


def test_a_list_for_machines(file: Path, home: Home) -> None:
    with Store.open(home.store_url) as store:
        store.waking.remember_standings(str(file), {"pay": Standing(answered=5)})
        store.waking.remember_watches(
            [Watch(slug="api", crashed=3, quarantined=4_000_000_000, why="killed"), Watch(slug="web")]
        )
    told = gitops("schedule", "list", "--json").document
    assert [each["name"] for each in told["schedules"]] == ["nightly", "pay"]
    assert [each["answered"] for each in told["schedules"]] == [None, 5]
    assert told["quarantine"] == [{"repository": "api", "until": 4_000_000_000, "failed": 3, "why": "killed"}]
    assert "api is left alone until 2096-10-02T07:06:40Z: 3 runs failed in a row: killed" in (
        gitops("schedule", "list").out
    )


def test_the_next_hours_of_one_and_of_all(file: Path) -> None:
    assert len(gitops("schedule", "next", "nightly", "-n", "3").out.splitlines()) == 3
    told = gitops("schedule", "next", "-n", "4", "--json").document
    assert len(told) == 4
    assert [each["at"] for each in told] == sorted(each["at"] for each in told)


def test_a_run_by_hand_waits_for_the_daemon(file: Path, home: Home) -> None:
    assert "Asked for a run of pay" in gitops("schedule", "trigger", "pay").out
    with Store.open(home.store_url) as store:
        standing = store.waking.standings(str(file))["pay"]
    assert standing.asked is not None
    assert str(standing.run_key).endswith(":by-hand")


def test_a_schedule_that_does_not_exist(file: Path) -> None:
    gitops("schedule", "trigger", "nightli").told(
        2, str(file), "no schedule called", "did you mean 'nightly'"
    )
    gitops("schedule", "next", "x").told(2, "no schedule called", "choose one of: nightly, pay")


def test_a_file_that_no_audit_knows_is_told_but_not_triggered(file: Path) -> None:
    other = file.with_name("other.yaml")
    other.write_text(TEXT)
    assert gitops("schedule", "list", "--fleet", other).code == 0
    gitops("schedule", "trigger", "pay", "--fleet", other).told(2, "no audit was completed", "audit --fleet")


def test_a_file_without_schedules_says_what_to_write(file: Path) -> None:
    file.write_text("roots: [.]\n")
    assert "write some below 'schedules:'" in gitops("schedule", "list").out
    assert gitops("schedule", "next").out == ""


def test_without_a_store_or_a_file_it_says_what_to_do(fleet: Path) -> None:
    gitops("schedule", "list").told(3, "no store yet", "run an audit")
    gitops("audit", fleet)
    gitops("schedule", "list").told(2, "no fleet file is known", "--fleet")
