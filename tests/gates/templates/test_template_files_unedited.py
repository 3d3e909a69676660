from gitops_assets.core.gates.templates.template_files_unedited import GATE
from gitops_assets.core.model import Outcome, Severity
from gitops_assets.core.templates.model import Cell, MergeKind
from tests.gates.build import only, passes, why
from tests.gates.templates.drifts import drift, file, following


def test_without_a_template_there_is_nothing_to_edit() -> None:
    assert why(GATE, following(), Outcome.SKIP)


def test_a_file_that_is_older_or_missing_is_not_edited() -> None:
    assert passes(GATE, following(drift(file("a", Cell.OUTDATED), file("b", Cell.MISSING))))


def test_an_edit_is_told_at_its_line() -> None:
    found = only(GATE, following(drift(file("ci.yml", Cell.ADAPTED, line=12))))
    assert (found.path, found.line, found.severity) == ("ci.yml", 12, None)
    assert found.message == "'ci.yml' was edited and differs from the template 'ci v2.0.0'."
    assert found.remedy == ("gitops-assets template promote ci")


def test_an_edit_of_a_file_that_is_wholly_the_templates_is_worse() -> None:
    found = only(GATE, following(drift(file("ci.yml", Cell.ADAPTED, merge=MergeKind.WHOLE))))
    assert found.severity is Severity.MEDIUM
    assert found.remedy == "gitops-assets template update ci acme/app"


def test_what_weighs_nothing_may_be_edited() -> None:
    assert passes(GATE, following(drift(file("README.md", Cell.ADAPTED, weight=0))))
