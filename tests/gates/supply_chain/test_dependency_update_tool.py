import pytest

from gitops_assets.core.gates.supply_chain.dependency_update_tool import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

NEEDS = {"requirements.txt": "flask\n"}


def test_packages_that_nobody_raises_are_flagged() -> None:
    assert only(GATE, seen(NEEDS)).path == ".github/dependabot.yml"


@pytest.mark.parametrize(
    "path", [".github/dependabot.yml", "renovate.json5", ".github/workflows/renovate.yml"]
)
def test_any_tool_passes(path: str) -> None:
    assert passes(GATE, seen({**NEEDS, path: ""}))
    assert passes(GATE, seen({**NEEDS, "package.json": '{"renovate": {}}'}))


def test_without_packages_there_is_no_question() -> None:
    assert why(GATE, seen({"a.py": "", "tests/requirements.txt": "flask\n"}), Outcome.SKIP)
