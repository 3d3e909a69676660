import pytest

from gitops_assets.core.gates.hygiene.linter_configured import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

PYTHON = {"a.py": "", "pyproject.toml": "[project]\nname = 'a'\n"}
SCRIPT = {"a.js": "", "package.json": "{}"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", "[tool.ruff]\n"),
        (".flake8", ""),
        ("setup.cfg", "[flake8]\nmax-line-length = 100\n"),
        (".pre-commit-config.yaml", "repos:\n- hooks:\n  - id: ruff-check\n"),
    ],
)
def test_a_linter_for_python_passes(path: str, text: str) -> None:
    assert passes(GATE, seen({**PYTHON, path: text}))


@pytest.mark.parametrize(
    ("path", "text"),
    [("eslint.config.mjs", ""), ("biome.jsonc", ""), ("package.json", '{"scripts": {"lint": "x"}}')],
)
def test_a_linter_for_javascript_passes(path: str, text: str) -> None:
    assert passes(GATE, seen({**SCRIPT, path: text}))


def test_none_is_flagged_where_it_would_be_configured() -> None:
    assert only(GATE, seen(PYTHON)).path == "pyproject.toml"
    assert only(GATE, seen(SCRIPT)).path == "package.json"


def test_other_languages_are_not_asked() -> None:
    assert why(GATE, seen({"go.mod": "", "main.go": ""}), Outcome.SKIP)
