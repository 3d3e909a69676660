"""Every linter: how it is asked, and what becomes of output that it really wrote."""

import contextlib
import importlib
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.definitions.model import Program
from gitops_assets.core.model import Severity
from gitops_assets.core.tools import TOOLS
from gitops_assets.core.tools.model import Tool, ToolResult, Unreadable
from resources.programs.asking import Outside, answers
from tests.gates.trees import tree

ROOM = Path(__file__).parents[2] / "gitops_assets/core/tools"
MODULES = {path.stem for path in ROOM.glob("*.py") if "\nTOOL = " in path.read_text("utf-8")}

SHELLCHECK = (
    '{"comments":[{"file":"./s.sh","line":2,"level":"info","code":2086,'
    '"message":"Double quote to prevent globbing and word splitting.","fix":null}]}'
)
HADOLINT = (
    '[{"code":"DL3006","column":1,"file":"./Dockerfile","level":"warning","line":1,"message":"Tag it"}]'
)
BANDIT = json.dumps(
    {
        "results": [
            {
                "filename": "./a.py",
                "issue_severity": "MEDIUM",
                "issue_text": "Use of exec detected.",
                "line_number": 2,
                "more_info": "https://bandit.readthedocs.io/en/1.9.4/plugins/b102_exec_used.html",
                "test_id": "B102",
            }
        ]
    }
)
ESLINT = json.dumps(
    [
        {
            "filePath": "a.js",
            "messages": [{"ruleId": "no-eval", "severity": 2, "message": "No eval.", "line": 3}],
        }
    ]
)
YAMLLINT = './b.yaml:2:1: [error] duplication of key "a" in mapping (key-duplicates)\n'
ACTIONLINT = (
    '[{"message":"label is unknown","filepath":".github/workflows/ci.yml","line":4,"kind":"runner-label"}]'
)
TYPOS = (
    '{"type":"binary_file"}\n'
    '{"type":"typo","path":"./s.sh","line_num":1,"typo":"teh","corrections":["the"]}\n'
)
GITLEAKS = json.dumps(
    [
        {
            "RuleID": "aws",
            "Description": "AWS key",
            "File": "a.env",
            "StartLine": 3,
            "Secret": "AKIA",
            "Match": "k=AKIA",
        }
    ]
)


def read(tool: str, text: str) -> ToolResult:
    (found,) = TOOLS.get(tool).read(text)
    return found


def test_every_linter_is_listed_and_called_like_its_module() -> None:
    assert set(TOOLS.ids) == MODULES
    assert len(TOOLS) >= 10


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)
def test_a_linter_can_be_shown_to_a_user(tool: Tool) -> None:
    assert tool.doc == importlib.import_module(f"gitops_assets.core.tools.{tool.id}").__doc__
    assert "Source: [" in tool.doc
    assert tool.argv[0] == tool.id
    assert not tool.title.endswith(".")
    assert 0 in tool.fine


@pytest.mark.parametrize(
    ("tool", "text", "place", "rule", "severity"),
    [
        ("shellcheck", SHELLCHECK, "s.sh:2", "SC2086", Severity.INFO),
        ("hadolint", HADOLINT, "Dockerfile:1", "DL3006", Severity.MEDIUM),
        ("bandit", BANDIT, "a.py:2", "B102", Severity.MEDIUM),
        ("eslint", ESLINT, "a.js:3", "no-eval", Severity.HIGH),
        ("yamllint", YAMLLINT, "b.yaml:2", "key-duplicates", Severity.HIGH),
        ("actionlint", ACTIONLINT, ".github/workflows/ci.yml:4", "runner-label", Severity.HIGH),
        ("typos", TYPOS, "s.sh:1", "teh", Severity.LOW),
        ("gitleaks", GITLEAKS, "a.env:3", "aws", Severity.HIGH),
    ],
)
def test_what_a_linter_writes_becomes_results(
    tool: str, text: str, place: str, rule: str, severity: Severity
) -> None:
    found = read(tool, text)
    assert (f"{found.path}:{found.line}", found.rule, found.severity) == (place, rule, severity)
    assert found.message


def results(rule: str, level: str, path: str, **more: object) -> str:
    """What semgrep and trivy wrote of one result, by the keys that they used."""
    place = {"physicalLocation": {"artifactLocation": {"uri": path}, "region": {"startLine": 4}}}
    result = {
        "ruleId": rule,
        "level": level,
        "message": {"text": "It is wrong."},
        "locations": [place],
        **more,
    }
    run = {"tool": {"driver": {"name": "x", "rules": [{"id": rule}]}}, "results": [result]}
    return json.dumps({"version": "2.1.0", "runs": [run]})


def test_semgrep_without_a_login_gives_its_results_no_mark() -> None:
    text = results("no-eval", "error", "a.py", fingerprints={"matchBasedId/v1": "requires login"})
    assert read("semgrep", text).mark == ""
    assert read("semgrep", text.replace("requires login", "a1b2")).mark == "a1b2"


def test_trivy_is_told_by_its_environment_what_not_every_version_has_an_option_for() -> None:
    wordy = (
        "Artifact: Dockerfile\\nSeverity: HIGH\\nMessage: It is root\\nLink: [DS002](https://x.example/ds002)"
    )
    found = read("trivy", results("DS002", "error", "Dockerfile").replace("It is wrong.", wordy))
    assert found.message == "It is root"
    assert (found.path, found.line, found.severity) == ("Dockerfile", 4, Severity.HIGH)
    assert not {"--skip-version-check", "--offline-scan"} & {*TOOLS.get("trivy").argv}


def test_a_secret_that_a_linter_found_stays_where_it_is() -> None:
    assert "AKIA" not in repr(read("gitleaks", GITLEAKS))


@given(st.sampled_from([*TOOLS]), st.text(max_size=200))
def test_whatever_a_linter_writes_nothing_crashes(tool: Tool, text: str) -> None:
    with contextlib.suppress(Unreadable):
        assert all(found.line >= 1 for found in tool.read(text))


BAD = {
    "a.py": "import os\nexec('x')\n",
    "s.sh": "#!/bin/sh\necho $1 # teh end\n",
    "Dockerfile": "FROM debian\n",
    "b.yaml": "a: 1\na: 2\n",
    "b.js": "var a = {x: 1, x: 2};\n",
    ".semgrep.yml": (
        "rules:\n"
        "  - {id: no-exec, languages: [python], severity: ERROR, message: It runs, pattern: exec(...)}\n"
    ),
    ".github/workflows/ci.yml": (
        "on: push\njobs:\n  a:\n    runs-on: nowhere\n    steps:\n      - uses: actions/checkout@v4\n"
        "      - run: echo ${{ github.event.issue.title }}\n"
    ),
}


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)
def test_a_linter_that_is_installed_finds_what_is_wrong(tool: Tool) -> None:
    if not shutil.which(tool.id) or tool.id == "gitleaks":
        pytest.skip(f"{tool.id} is not installed, or wants a secret that nobody may commit")
    said = answers({"gate": Program(tool=tool.id)}, tree(BAD), Outside())["gate"].demand()
    assert said.code in tool.fine, said.said
    found = list(tool.read(said.out))
    assert found
    assert {result.path for result in found} <= BAD.keys()
    assert said.version
