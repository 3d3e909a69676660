import pytest

from gitops_assets.core.gates.packages.dependencies_listed_once import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen


@pytest.mark.parametrize(
    ("path", "text", "section"),
    [
        (
            "package.json",
            '{"dependencies": {"a": "1"},\n"devDependencies": {\n"a": "2"}}',
            "devDependencies",
        ),
        ("composer.json", '{"require": {"a": "1"},\n"require-dev": {\n"a": "2"}}', "require-dev"),
        ("Pipfile", '[packages]\na = "*"\n[dev-packages]\na = "*"\n', "dev-packages"),
    ],
)
def test_a_package_in_two_sections_is_flagged(path: str, text: str, section: str) -> None:
    found = only(GATE, seen({path: text}))
    assert found.remedy == f"Remove 'a' from {section}."
    assert (found.path, found.subject) == (path, f"{path}:a")
    assert found.line >= 3


def test_a_peer_that_is_developed_with_passes() -> None:
    assert passes(
        GATE, seen({"package.json": '{"peerDependencies": {"a": "1"}, "devDependencies": {"a": "1"}}'})
    )


def test_without_such_manifests_there_is_no_question() -> None:
    assert why(GATE, seen({"go.mod": "module m\n"}), Outcome.SKIP) == "no manifest has such sections"
