from gitops_assets.core.gates.packages.lock_file_single import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen


def test_two_tools_in_one_folder_are_flagged() -> None:
    found = only(GATE, seen({"web/package-lock.json": "{}", "web/yarn.lock": ""}))
    assert found.message == "'web/yarn.lock' locks what 'web/package-lock.json' locks too."
    assert found.remedy == "cd web && git rm -- yarn.lock"


def test_one_tool_a_folder_passes() -> None:
    assert passes(GATE, seen({"a/package-lock.json": "{}", "b/yarn.lock": "", "uv.lock": ""}))
    assert passes(GATE, seen({"bun.lock": "", "bun.lockb": ""}))


def test_without_a_lock_there_is_no_question() -> None:
    assert why(GATE, seen({"tests/yarn.lock": ""}), Outcome.SKIP) == "there is no lock file"
