import pytest

from gitops_assets.core.gates.hygiene.build_backend_declared import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

BUILT = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'


def test_a_backend_that_is_named_passes() -> None:
    assert passes(GATE, seen({"a.py": "", "pyproject.toml": BUILT + "[project]\nname = 'a'\n"}))
    assert passes(GATE, seen({"setup.py": "", "pyproject.toml": BUILT}))


def test_a_package_without_one_is_flagged() -> None:
    assert only(GATE, seen({"setup.py": ""})).path == "pyproject.toml"
    assert only(GATE, seen({"a.py": "", "pyproject.toml": "[project]\nname = 'a'\n"})).line == 1
    half = "[project]\nname = 'a'\n[build-system]\nrequires = []\n"
    assert only(GATE, seen({"a.py": "", "pyproject.toml": half})).line == 3


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": "[tool.ruff]\n"},
        {"pyproject.toml": "[project]\nname = 'a'\n", "uv.lock": ""},
        {"pyproject.toml": "[tool.poetry]\npackage-mode = false\n"},
        {"pyproject.toml": "[project]\nname = 'a'\n[tool.uv]\npackage = false\n"},
        {"setup.cfg": "[flake8]\n"},
        {"package.json": "{}"},
    ],
)
def test_what_is_no_package_is_not_asked(files: dict[str, str]) -> None:
    assert why(GATE, seen({"a.py": "", **files}), Outcome.SKIP)
