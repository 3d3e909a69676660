import pytest

from gitops_assets.core.gates.hygiene.commit_hooks_configured import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".pre-commit-config.yaml", "repos: []\n"),
        ("lefthook.yml", ""),
        (".husky/pre-commit", ""),
        ("package.json", '{"devDependencies": {"husky": "9"}}'),
    ],
)
def test_hooks_that_are_configured_pass(path: str, text: str) -> None:
    assert passes(GATE, seen({path: text}))


def test_none_is_flagged() -> None:
    assert only(GATE, seen({"a.py": "", "package.json": "{}"})).path == ".pre-commit-config.yaml"
