from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.templates.template_current import GATE
from gitops_assets.core.model import Outcome
from gitops_assets.core.templates.model import Cell
from tests.gates.build import only, passes, why
from tests.gates.templates.drifts import V1, drift, file, following


def test_without_a_template_there_is_nothing_to_follow() -> None:
    said = "no template is assigned to this repository or was applied to it"
    assert why(GATE, following(), Outcome.SKIP) == said


def test_the_newest_version_passes_whatever_was_edited() -> None:
    assert passes(GATE, following(drift(file("a", Cell.ADAPTED), file("b", Cell.UNCHANGED))))


def test_a_template_that_was_never_applied_is_told_once() -> None:
    found = only(GATE, following(drift(file("a", Cell.MISSING), version=None)))
    assert found.message == "The template 'ci v2.0.0' was never applied."
    assert found.path == ".gitops/templates/ci.yml"
    assert found.remedy == "gitops-assets template apply ci acme/app"


def test_a_version_behind_is_told_with_the_command_that_mends_it() -> None:
    found = only(GATE, following(drift(version=V1, behind=1)))
    assert found.message == "The template is at 'v1.0.0', the newest is 'ci v2.0.0'."
    assert found.remedy == "gitops-assets template update ci acme/app"


def test_each_file_that_would_move_is_told_at_its_line() -> None:
    known = drift(file("old", Cell.OUTDATED, line=7), file("both", Cell.CONFLICT), file("gone", Cell.EXTRA))
    found = evaluate(following(known), GATE).findings
    assert [(each.path, each.line, each.subject) for each in found] == [
        ("old", 7, "ci:old"),
        ("both", 1, "ci:both"),
        ("gone", 1, "ci:gone"),
    ]


def test_what_weighs_nothing_is_not_told() -> None:
    assert passes(GATE, following(drift(file("old", Cell.OUTDATED, weight=0))))


def test_drift_that_is_not_known_is_unknown() -> None:
    known = drift(unknown="the version 'v1.0.0' is gone")
    assert why(GATE, following(known), Outcome.UNKNOWN) == (
        "the drift from 'ci' is not known: the version 'v1.0.0' is gone"
    )
