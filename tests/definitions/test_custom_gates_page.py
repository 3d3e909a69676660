"""What the page on custom gates shows loads and runs as it stands."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from gitops_assets.core.definitions.parsing import Source, parse_definitions
from gitops_assets.core.fleet.outside import ServerSection
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Evaluation, Stage
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.model import Outcome
from gitops_assets.core.tools import TOOLS
from resources.programs.asking import Outside, answers
from tests.documents import ROOT, code
from tests.gates.trees import seen, tree
from tests.programs.scripts import SERVER, installed

PAGE = ROOT / "docs/custom-gates.md"
BLOCKS = [*code(PAGE, "yaml")]
FILES = {"app.py": "x\n", "README.md": "# x\n"}


def asked(facts: Facts, outside: Outside, text: str = BLOCKS[0]) -> dict[str, Evaluation]:
    defined = parse_definitions([Source(name="gates/quality.yaml", text=text)], GATES)
    said = answers(defined.programs, tree(FILES), outside)
    return {gate.title: evaluate(replace(facts, programs=said), gate) for gate in defined.custom}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("name: ")[-1][:20].strip())
def test_every_block_loads(block: str) -> None:
    defined = parse_definitions([Source(name="gates/x.yaml", text=block)], GATES)
    assert defined.custom or defined.overrides


def test_the_first_example_is_asked_at_its_stages() -> None:
    defined = parse_definitions([Source(name="gates/quality.yaml", text=BLOCKS[0])], GATES)
    stages = [next(iter(gate.stages)) for gate in defined.custom]
    assert stages == [Stage.PRE_COMMIT] * 2 + [Stage.PRE_MERGE] * 3 + [Stage.PRE_DEPLOY] * 2


def test_the_first_example_runs_where_nothing_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    said = asked(seen(FILES), Outside())
    assert {name: answer.outcome.value for name, answer in said.items()} == {
        "Code Linting": "skip",
        "Format Check": "skip",
        "Test Coverage": "unknown",
        "Security Scan": "skip",
        "Documentation": "pass",
        "Performance Test": "unknown",
        "Integration Tests": "unknown",
    }
    assert all(answer.why for answer in said.values() if answer.outcome is not Outcome.PASS)


def test_the_first_example_runs_where_everything_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prettier = "import sys; sys.exit(sys.argv[1:] != ['--check', '.'] and '--version' not in sys.argv)"
    installed(monkeypatch, tmp_path / "bin", prettier=prettier, linter=SERVER)
    server = ServerSection(command=("linter",))
    facts = replace(
        seen(FILES),
        artifacts={"lcov.info": b"LF:10\nLH:9\n", "performance.json": b'{"load": 109}'},
        release=TreeFacts(tree({"performance.json": '{"load": 100}'})),
    )
    said = asked(facts, Outside(servers={"code-linter": server, "security-scanner": server}))
    assert {name: answer.outcome.value for name, answer in said.items()} == {
        "Code Linting": "fail",
        "Format Check": "pass",
        "Test Coverage": "pass",
        "Security Scan": "fail",
        "Documentation": "pass",
        "Performance Test": "pass",
        "Integration Tests": "unknown",
    }


def test_every_linter_is_named() -> None:
    text = PAGE.read_text("utf-8")
    assert [tool for tool in TOOLS.ids if not re.search(rf"`{tool}`", text)] == []
