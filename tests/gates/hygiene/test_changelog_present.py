from gitops_assets.core.gates.hygiene.changelog_present import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

PACKAGE = {"pyproject.toml": '[project]\nname = "it"\nversion = "1"\n'}


def test_a_changelog_in_any_of_its_forms_passes() -> None:
    for path in ("CHANGELOG.md", "CHANGES", "History.rst", "NEWS", "docs/changes.rst", ".changeset/a.md"):
        assert passes(GATE, seen(PACKAGE | {path: "x"}))


def test_a_package_without_one_is_flagged() -> None:
    finding = only(GATE, seen(PACKAGE | {"src/it.py": ""}))
    assert (finding.message, finding.path) == ("There is no changelog.", "CHANGELOG.md")


def test_who_publishes_nothing_needs_none() -> None:
    assert why(GATE, seen({"a.py": ""}), Outcome.SKIP) == "no package is published from here"
