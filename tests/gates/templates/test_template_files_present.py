from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.templates.template_files_present import GATE
from gitops_assets.core.model import Outcome
from gitops_assets.core.templates.model import Cell
from tests.gates.build import only, passes, why
from tests.gates.templates.drifts import drift, file, following


def test_without_a_template_there_is_nothing_to_miss() -> None:
    assert why(GATE, following(), Outcome.SKIP)


def test_files_that_are_there_pass() -> None:
    assert passes(GATE, following(drift(file("a", Cell.ADAPTED), file("b", Cell.OUTDATED))))


def test_a_missing_file_is_told_where_it_should_be() -> None:
    found = only(GATE, following(drift(file(".github/workflows/ci.yml", Cell.MISSING))))
    assert found.message == "'.github/workflows/ci.yml' of the template 'ci v2.0.0' is missing."
    assert found.path == ".github/workflows/ci.yml"
    assert found.remedy == "gitops-assets template apply ci acme/app"


def test_what_is_demanded_and_not_brought_is_told_too() -> None:
    known = drift(file("brought", Cell.MISSING), missing_required=("brought", "LICENSE", "docs/"))
    found = evaluate(following(known), GATE).findings
    assert [(each.path, each.message) for each in found][1:] == [
        ("LICENSE", "The file 'LICENSE' that the template 'ci v2.0.0' demands is missing."),
        ("docs", "The folder 'docs/' that the template 'ci v2.0.0' demands is missing."),
    ]


def test_a_template_that_was_never_applied_misses_no_file_of_its_own_yet() -> None:
    assert passes(GATE, following(drift(file("a", Cell.MISSING), version=None)))
