"""Gates that a fleet defines beside its fleet.yaml, asked by checks and by audits."""

from pathlib import Path

import pytest

from tests.cli.command_line import Done, gitops
from tests.repositories import commit, git, repository

DEFINITIONS = """\
quality_gates:
  pre_commit:
    - {name: "Code Linting", mcp: code-linter, required: true, fail_threshold: "error"}
    - {name: "Always Fails", command: "false"}
  pre_merge:
    - {name: "Documentation", check: "README.md exists", required: true}
  pre_deploy:
    - {name: "Integration Tests", required: true, timeout: 300}
"""


@pytest.fixture
def fleet_file(tmp_path: Path) -> Path:
    """A fleet.yaml with definitions beside it."""
    folder = tmp_path / "config"
    (folder / "gates").mkdir(parents=True)
    (folder / "fleet.yaml").write_text("name: ours\n")
    (folder / "gates" / "team.yaml").write_text(DEFINITIONS)
    return folder / "fleet.yaml"


def outcomes(here: Path, stage: str, fleet_file: Path) -> dict[str, tuple[str, str | None]]:
    document = gitops("check", here, "--stage", stage, "--fleet", fleet_file, "--format", "json").document
    return {each["gate"]: (each["outcome"], each["why"]) for each in document["outcomes"]}


def test_a_check_asks_them_at_their_stage(tmp_path: Path, fleet_file: Path) -> None:
    here = repository(tmp_path / "here")
    early = outcomes(here, "pre-commit", fleet_file)
    assert early["always-fails"] == ("fail", None)
    assert early["code-linting"][0] == "skip"
    assert "not declared" in (early["code-linting"][1] or "")
    assert "documentation" not in early
    assert outcomes(here, "pre-merge", fleet_file)["documentation"] == ("fail", None)
    late = outcomes(here, "pre-deploy", fleet_file)["integration-tests"]
    assert late[0] == "unknown"
    assert "no command is given" in (late[1] or "")


def test_the_policy_digest_moves_with_them(tmp_path: Path, fleet_file: Path) -> None:
    here = repository(tmp_path / "here")

    def digest() -> str:
        document = gitops("check", here, "--fleet", fleet_file, "--format", "json").document
        return str(document["policy"])

    before = digest()
    definitions = fleet_file.parent / "gates" / "team.yaml"
    definitions.write_text(definitions.read_text().replace('"false"', '"true"'))
    assert digest() != before


@pytest.mark.usefixtures("quickly")
def test_an_audit_keeps_what_they_say(tmp_path: Path, fleet_file: Path) -> None:
    here = repository(tmp_path / "fleet" / "here")
    done = gitops("audit", here.parent, "--fleet", fleet_file, "--json")
    found = {each["gate"] for each in done.document["findings"]}
    assert {"always-fails", "documentation"} <= found
    assert {each["gate"] for each in done.document["quality"]["gates"]} >= {"always-fails", "code-linting"}
    rules = {each["id"]: each["title"] for each in done.document["rules"]}
    assert rules["documentation"]
    commit(here, README__md="# here\n")
    again = gitops("audit", here.parent, "--fleet", fleet_file, "--json")
    closed = {each["gate"]: each["status"] for each in again.document["findings"]}
    assert closed["documentation"] == "fixed"
    assert closed["always-fails"] == "existing"


def test_a_broken_definition_is_told_with_its_line(tmp_path: Path, fleet_file: Path) -> None:
    here = repository(tmp_path / "here")
    (fleet_file.parent / "gates" / "team.yaml").write_text("pre_commit:\n  - {name: X, comand: 'true'}\n")
    done = gitops("check", here, "--fleet", fleet_file)
    assert done.code == 2
    assert "team.yaml" in done.err
    assert "command" in done.err


@pytest.mark.usefixtures("quickly")
def test_an_audit_runs_a_program_again_only_where_its_answer_may_be_another(tmp_path: Path) -> None:
    config, here = tmp_path / "config", repository(tmp_path / "fleet" / "here")
    (config / "gates").mkdir(parents=True)
    definitions, script = config / "gates" / "team.yaml", config / "clock"
    definitions.write_text('pre_merge: [{name: "Clock", command: [./clock]}]\n')
    script.write_text("#!/bin/sh\ndate +%s.%N\nexit 1\n")
    script.chmod(0o755)

    def told(more: str = "") -> str:
        (config / "fleet.yaml").write_text(f"name: ours\n{more}")
        done = gitops("audit", here.parent, "--fleet", config / "fleet.yaml", "--json")
        (found,) = [each for each in done.document["findings"] if each["gate"] == "clock"]
        return str(found["message"])

    first = told()
    assert told("tags: {}\n") == told("gates: {readme-present: {enabled: false}}\n") == first
    script.write_text("#!/bin/sh\ndate +%s.%N\nexit 2\n")
    assert "exited with 2" in (renewed := told())
    commit(here, b="other\n")
    assert told() != renewed


COVERAGE = """\
quality_gates:
  pre_merge:
    - {name: "Documentation", check: "README.md exists"}
    - {name: "Covered", minimum: 80, report: "lcov.info", ratchet: true}
    - {name: "Linted", command: "lint"}
"""


def backtested(gate: str, here: Path, fleet_file: Path) -> Done:
    (fleet_file.parent / "gates" / "team.yaml").write_text(COVERAGE)
    return gitops("gates", "backtest", gate, here, "--since", "2023-01-01", "--fleet", fleet_file)


def report(percent: int) -> str:
    return f"SF:a.c\nLF:100\nLH:{percent}\nend_of_record\n"


def test_a_backtest_asks_those_over_files_about_past_commits(tmp_path: Path, fleet_file: Path) -> None:
    here = repository(tmp_path / "here", **{"README.md": "here", "lcov.info": report(90)})
    worse = commit(here, **{"lcov.info": report(85)})
    commit(here, **{"lcov.info": report(95)})
    done = backtested("covered", here.parent, fleet_file)
    assert done.out.splitlines()[1].startswith(f"  {worse[:10]}")
    assert done.out.splitlines()[-1] == "covered would have blocked 1 commit of 2 in 1 of 1 repositories."
    git(here, "rm", "-q", "README.md")
    commit(here)
    assert "documentation would have blocked 1 commit" in backtested("documentation", here, fleet_file).out


def test_a_backtest_runs_no_programs(tmp_path: Path, fleet_file: Path) -> None:
    backtested("linted", repository(tmp_path / "here"), fleet_file).told(2, "linted", "it runs a program")
