from gitops_assets.core.gates.hygiene.licence_present import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen


def test_a_text_at_the_root_or_in_the_folder_of_reuse_passes() -> None:
    for path in ("LICENSE", "licence.md", "COPYING", "UNLICENSE", "MIT-LICENSE.txt", "LICENSES/MIT.txt"):
        assert passes(GATE, seen({path: "x"}))


def test_code_about_licences_is_none() -> None:
    finding = only(GATE, seen({"license.py": "x", "docs/LICENSE": "x"}))
    assert (finding.message, finding.path) == ("There is no licence text at the root.", "LICENSE")


def test_a_manifest_alone_names_the_text_that_is_missing() -> None:
    finding = only(GATE, seen({"package.json": '{"license": "MIT"}'}))
    assert finding.message == "'package.json' declares 'MIT', but its text is missing."
    assert finding.remedy == "Add the text of 'MIT' as LICENSE."


def test_what_is_private_needs_none() -> None:
    for files in (
        {"package.json": '{"private": true}'},
        {"package.json": '{"license": "UNLICENSED"}'},
        {"pyproject.toml": '[project]\nclassifiers = ["Private :: Do Not Upload"]\n'},
    ):
        assert why(GATE, seen(files), Outcome.SKIP) == "the manifest says that the project is private"


def test_a_malformed_manifest_says_nothing() -> None:
    assert only(GATE, seen({"package.json": "{", "Cargo.toml": "["})).path == "LICENSE"
