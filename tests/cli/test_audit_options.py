"""What can be asked of an audit: where, how strictly, how it answers."""

import json
from pathlib import Path

import pytest

from gitops_assets.cli.audit import verdict
from gitops_assets.cli.exits import Exit
from gitops_assets.core.model import FindingStatus, Severity
from resources.home import Home
from tests.cli.command_line import gitops
from tests.exporters.golden_fleet import finding, report
from tests.repositories import cloned, commit, git, repository

pytestmark = pytest.mark.usefixtures("quickly")


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    """One clone; its worst finding is medium (an unpushed commit)."""
    repository(tmp_path / "origin.git")
    clone = cloned(tmp_path / "origin.git", tmp_path / "clones" / "graded")
    git(clone, "fetch", "-q")
    commit(clone)
    return tmp_path / "clones"


@pytest.mark.parametrize(
    ("worst", "failing"),
    [
        (Severity.CRITICAL, {"critical", "high", "error", "medium", "warning", "low", "info", "note"}),
        (Severity.HIGH, {"high", "error", "medium", "warning", "low", "info", "note"}),
        (Severity.MEDIUM, {"medium", "warning", "low", "info", "note"}),
        (Severity.LOW, {"low", "info", "note"}),
        (Severity.INFO, {"info", "note"}),
    ],
)
def test_it_fails_from_the_level_on_that_was_asked_for(worst: Severity, failing: set[str]) -> None:
    found = finding("commits-pushed", "shop/api", "it stands", "mend it", severity=worst)
    told = report(findings=[found])
    levels = [*map(str, Severity), "error", "warning", "note", "never"]
    assert {level for level in levels if verdict(told, level) is Exit.FINDINGS} == failing


def test_a_finding_that_was_fixed_fails_nothing() -> None:
    fixed = finding("commits-pushed", "shop/api", "it stood", "mend it", status=FindingStatus.FIXED)
    assert verdict(report(findings=[fixed]), "info") is Exit.FINE


def test_the_level_decides_the_exit_code(graded: Path) -> None:
    assert gitops("audit", graded).code == 0
    assert gitops("audit", graded, "--fail-on", "error").code == 0
    done = gitops("audit", graded, "--fail-on", "warning")
    assert (done.code, "1 medium" in done.out) == (1, True)
    assert "1 finding at or above warning: exit 1\n" in done.err


def test_a_level_that_does_not_exist_is_met_with_those_that_do(graded: Path) -> None:
    done = gitops("audit", graded, "--fail-on", "worst")
    assert done.code == 2
    assert "'never', 'critical', 'high', 'medium', 'low', 'info', 'error', 'warning', 'note'" in done.err


def test_what_is_waived_is_told_with_its_reason(graded: Path, tmp_path: Path) -> None:
    (tmp_path / "fleet.yaml").write_text(
        "roots: [clones]\nwaivers:\n  - {gate: commits-pushed, repositories: '**', reason: wip docs, "
        "owner: docs, expires: 2999-12-01}\n"
    )
    done = gitops("audit", "--fleet", tmp_path / "fleet.yaml")
    assert "Findings waived in 1 answer: the report says why and until when.\n" in done.out
    row = gitops("audit", "--fleet", tmp_path / "fleet.yaml", "--json").document["repositories"][0]
    assert row["exempt"] == ["commits-pushed: 1 finding waived: wip docs (until 2999-12-01)"]


def test_json_is_the_report_and_nothing_else(fleet: Path, home: Home) -> None:
    done = gitops("audit", fleet, "--json")
    assert done.err == ""
    assert done.document["schema"] == "gitops-assets/report/1"
    assert done.out.rstrip() == (home.reports / "report.json").read_text().rstrip()


def test_without_an_output_folder_the_files_lie_in_the_home(fleet: Path, home: Home) -> None:
    done = gitops("audit", fleet)
    assert f"  {home.reports / 'report.html'}\n" in done.out
    assert (home.reports / "report.html").exists()


def test_an_output_folder_is_made_relative_to_where_one_is(
    fleet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = gitops("audit", fleet, "-o", "out/of/audit")
    assert f"  {tmp_path / 'out' / 'of' / 'audit' / 'report.json'}\n" in done.out
    assert json.loads((tmp_path / "out" / "of" / "audit" / "report.json").read_text())["audit"]["id"] == 1


def test_roots_of_the_fleet_file_are_relative_to_it(
    fleet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (tmp_path / "fleet.yaml").write_text("name: shop\nroots: [fleet/web]\n")
    document = gitops("audit", "--fleet", "../fleet.yaml", "--json").document
    assert document["fleet"]["name"] == "shop"
    assert [each["path"] for each in document["repositories"]] == [str(fleet / "web")]


def test_roots_that_are_named_go_before_those_of_the_fleet_file(fleet: Path, tmp_path: Path) -> None:
    (tmp_path / "fleet.yaml").write_text("roots: [fleet/web]\n")
    document = gitops("audit", fleet / "api", "--fleet", tmp_path / "fleet.yaml", "--json").document
    assert [each["path"] for each in document["repositories"]] == [str(fleet / "api")]


def test_a_root_named_twice_or_inside_another_changes_nothing(fleet: Path) -> None:
    document = gitops("audit", fleet, fleet / ".", fleet / "api", "--json").document
    assert [each["slug"] for each in document["repositories"]] == ["api", "web"]


def test_ignored_folders_are_not_looked_into(fleet: Path, tmp_path: Path) -> None:
    (tmp_path / "fleet.yaml").write_text("roots: [fleet]\nignore: [web]\n")
    document = gitops("audit", "--fleet", tmp_path / "fleet.yaml", "--json").document
    assert [each["slug"] for each in document["repositories"]] == ["api"]


def test_a_fetch_that_fails_is_told_and_the_audit_goes_on(graded: Path, tmp_path: Path) -> None:
    (tmp_path / "origin.git").rename(tmp_path / "gone.git")
    done = gitops("audit", graded, "--fetch")
    assert done.code == 0
    assert f"not fetched: {graded / 'graded'}: " in done.err


def test_a_fetch_brings_what_the_remote_has(graded: Path, tmp_path: Path) -> None:
    commit(tmp_path / "origin.git", "Go on")
    without = gitops("audit", graded, "--json").document["repositories"][0]
    fetched = gitops("audit", graded, "--fetch", "--json").document["repositories"][0]
    assert (without["behind"], fetched["behind"]) == (0, 1)


def test_a_path_that_is_not_utf_8_is_shown_without_a_crash(tmp_path: Path) -> None:
    repository(tmp_path / "fleet" / "caf\udce9")
    done = gitops("audit", tmp_path / "fleet", "-o", tmp_path / "out\udce9")
    assert done.code == 0
    assert "out\\udce9" in done.out
