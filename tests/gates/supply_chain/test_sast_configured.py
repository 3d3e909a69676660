import pytest

from gitops_assets.core.gates.supply_chain.sast_configured import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".github/workflows/a.yml", "uses: github/codeql-action/init@v3"),
        (".pre-commit-config.yaml", "- repo: https://github.com/PyCQA/bandit"),
        ("sonar-project.properties", ""),
        ("pyproject.toml", '[tool.ruff.lint]\nselect = ["E", "S"]'),
        ("ruff.toml", 'extend-select = ["S"]'),
    ],
)
def test_any_tool_passes(path: str, text: str) -> None:
    assert passes(GATE, seen({"a.py": "", path: text}))


def test_code_without_a_tool_is_flagged_and_comments_do_not_count() -> None:
    facts = seen({"a.py": "", ".github/workflows/a.yml": "# codeql\n", "pyproject.toml": 'select = ["E"]'})
    assert only(GATE, facts).path == ".github/workflows/codeql.yml"


def test_without_code_there_is_no_question() -> None:
    assert why(GATE, seen({"README.md": "", "tests/a.py": ""}), Outcome.SKIP) == "there is no source code"
