import pytest

from gitops_assets.core.gates.hygiene.types_checked import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

PROJECT = {"a.py": "", "pyproject.toml": "[project]\nname = 'a'\n"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", "[tool.mypy]\nstrict = true\n"),
        ("pyproject.toml", "[tool.ty]\n"),
        ("mypy.ini", ""),
        ("pyrightconfig.json", "{}"),
        (".pre-commit-config.yaml", "repos:\n- hooks:\n  - id: mypy\n"),
        (".github/workflows/types.yml", "jobs:\n  a:\n    steps:\n    - run: mypy src\n"),
        ("tox.ini", "[testenv:types]\ncommands = mypy src\n"),
    ],
)
def test_a_checker_that_is_configured_or_asked_passes(path: str, text: str) -> None:
    assert passes(GATE, seen({**PROJECT, path: text}))


def test_none_is_flagged() -> None:
    assert only(GATE, seen(PROJECT)).path == "pyproject.toml"


def test_only_python_is_asked() -> None:
    assert why(GATE, seen({"pyproject.toml": "[project]\n", "docs/conf.py": ""}), Outcome.SKIP)
    assert why(GATE, seen({"package.json": "{}"}), Outcome.SKIP)


def test_a_file_that_is_no_toml_is_unknown() -> None:
    assert why(GATE, seen({"a.py": "", "pyproject.toml": "[["}), Outcome.UNKNOWN)
