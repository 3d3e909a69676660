from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.hygiene.paths_distinct import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


def test_different_names_and_folders_that_merge_pass() -> None:
    assert passes(GATE, seen({"a": "", "b": "", "Docs/x": "", "docs/y": ""}))


def test_names_that_differ_in_case_are_flagged() -> None:
    finding = only(GATE, seen({"README.md": "", "Readme.md": ""}))
    assert finding.message == "'Readme.md' and 'README.md' are one file on Windows and macOS."
    assert finding.remedy == "git -C /src/app mv Readme.md Readme.md-renamed"
    assert (finding.path, finding.subject) == ("Readme.md", "Readme.md")


def test_composed_and_decomposed_letters_are_the_same() -> None:
    facts = seen({"caf\u00e9": "", "cafe\u0301": "", "STRASSE": "", "straße": ""})
    assert len(evaluate(facts, GATE).findings) == 2


def test_a_file_and_a_folder_collide_as_well() -> None:
    assert only(GATE, seen({"Docs": "", "docs/a": ""})).path == "Docs"
    assert only(GATE, seen({"docs": "", "DOCS/a": ""})).path == "docs"
