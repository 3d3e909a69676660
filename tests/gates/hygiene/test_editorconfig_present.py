import pytest

from gitops_assets.core.gates.hygiene.editorconfig_present import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".editorconfig", ""),
        ("web/.editorconfig", ""),
        (".prettierrc.json", "{}"),
        ("go.mod", ""),
        ("pyproject.toml", "[tool.ruff]\nline-length = 100\n"),
        ("package.json", '{"devDependencies": {"prettier": "3"}}'),
        (".pre-commit-config.yaml", "repos:\n- repo: x\n  hooks:\n  - id: ruff-format\n"),
    ],
)
def test_an_editorconfig_or_a_formatter_passes(path: str, text: str) -> None:
    assert passes(GATE, seen({path: text}))


def test_neither_is_flagged() -> None:
    assert only(GATE, seen({"a.py": "", "pyproject.toml": "[project]\n"})).path == ".editorconfig"
