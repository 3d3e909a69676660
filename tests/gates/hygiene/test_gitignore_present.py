from gitops_assets.core.gates.hygiene.gitignore_present import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen


def test_one_anywhere_passes() -> None:
    assert passes(GATE, seen({".gitignore": ""}))
    assert passes(GATE, seen({"web/.gitignore": "", "web/a.js": ""}))


def test_code_without_one_is_flagged() -> None:
    assert only(GATE, seen({"a.py": ""})).path == ".gitignore"


def test_texts_need_none() -> None:
    facts = seen({"README.md": "", "LICENSE": "", ".github/x.yml": ""})
    assert why(GATE, facts, Outcome.SKIP) == "the tree holds nothing that a tool would build"


def test_one_of_examples_or_foreign_code_says_nothing_about_the_own() -> None:
    files = {"a.py": "", "vendor/x/.gitignore": "", "examples/tutorial/.gitignore": ""}
    assert only(GATE, seen(files)).path == ".gitignore"
