"""Other programs read our SARIF, and have nothing to say against it."""

import json
import os
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from exporters import sarif, sarif_repositories
from exporters.model import Material
from gitops_assets.core.model import Severity
from gitops_assets.core.report import Report
from tests.exporters.golden_fleet import finding, report, state

loader = import_module("sarif.loader")  # it brings no types

VARIABLE = "GITOPS_SARIF_MULTITOOL"
"""Names the program of the npm package @microsoft/sarif-multitool-linux."""


def with_lines() -> Report:
    """A repository with a finding of each severity, with and without the lines it stands at."""
    found = [
        finding(
            gate, "acme/web", f"A '{nth}' is wrong", "git fetch", severity=severity, line=2, snippet=lines
        )
        for nth, severity in enumerate(Severity)
        for gate in ("upstream-set", "commits-pushed")
        for lines in ("one\n  two\nthree",)
    ]
    return report([state("acme/web")], found)


def test_sarif_tools_counts_what_we_count(tmp_path: Path) -> None:
    (tmp_path / "report.sarif").write_bytes(sarif.render(report()))
    read = loader.load_sarif_files(str(tmp_path / "report.sarif"))
    assert read.get_result_count() == len(report().open_findings)
    told = read.get_report()
    ours = [each["level"] for each in json.loads(sarif.render(report()))["runs"][0]["results"]]
    for level in ("error", "warning", "note"):
        assert sum(told.get_issue_type_histogram_for_severity(level).values()) == ours.count(level)


def test_sarif_tools_adds_the_repositories_up_to_the_fleet(tmp_path: Path) -> None:
    files = [f for f in sarif_repositories.EXPORTER.files(Material(report())) if f.path.endswith(".sarif")]
    paths = [tmp_path / f"{nth}.sarif" for nth in range(len(files))]
    for path, file in zip(paths, files, strict=True):
        path.write_bytes(file.content)
    assert loader.load_sarif_files(*map(str, paths)).get_result_count() == len(report().open_findings)


def multitool() -> str | None:
    """The official validator, where it is installed."""
    named = os.environ.get(VARIABLE) or shutil.which("Sarif.Multitool")
    return named if named and Path(named).is_file() else None


@pytest.mark.skipif(multitool() is None, reason=f"{VARIABLE} does not name the program of sarif-multitool")
@pytest.mark.parametrize("shown", [report(), with_lines()])
def test_the_official_validator_finds_nothing_that_code_scanning_refuses(
    shown: Report, tmp_path: Path
) -> None:
    files = [f for f in sarif_repositories.EXPORTER.files(Material(shown)) if f.path.endswith(".sarif")]
    bodies = [sarif.render(shown), *(file.content for file in files)]
    for nth, body in enumerate(bodies):
        (tmp_path / f"{nth}.sarif").write_bytes(body)
    # It ends with 0 whatever it finds, so what it wrote is read.
    command = [str(multitool()), "validate", str(tmp_path / "*.sarif"), "--rule-kind", "Ghas"]
    command += ["--quiet", "true", "-o", str(tmp_path / "said.json"), "--log", "ForceOverwrite"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (said,) = json.loads((tmp_path / "said.json").read_text("utf-8-sig"))["runs"]
    assert [(each["ruleId"], each["message"]) for each in said.get("results", [])] == []
    assert len(said["artifacts"]) == len(bodies) if "artifacts" in said else True
