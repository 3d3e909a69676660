from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.hygiene.licence_allowed import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import why
from tests.gates.trees import seen

GPL = "GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n"
ONLY_MIT = {"allowed": ("MIT",)}


def test_a_fleet_that_allows_everything_is_not_asked() -> None:
    assert why(GATE, seen({"LICENSE": GPL}), Outcome.SKIP) == (
        "the fleet allows every licence (allowed is empty)"
    )


def test_what_the_manifest_declares_counts_before_the_text() -> None:
    facts = seen({"LICENSE": GPL, "package.json": '{"license": "MIT OR GPL-3.0-only"}'})
    assert evaluate(facts, GATE, ONLY_MIT).outcome is Outcome.PASS


def test_a_licence_that_is_not_allowed_is_flagged_at_its_manifest_or_text() -> None:
    (finding,) = evaluate(seen({"package.json": '{"license": "ISC"}'}), GATE, ONLY_MIT).findings
    assert finding.message == "The licence 'ISC' is not one that the fleet allows."
    assert finding.subject == "package.json:ISC"
    (finding,) = evaluate(seen({"COPYING": GPL}), GATE, ONLY_MIT).findings
    assert finding.path == "COPYING"


def test_texts_beside_each_other_are_a_choice() -> None:
    facts = seen({"LICENSE-GPL": GPL, "LICENSE-CC0": "CC0 1.0 Universal"})
    assert evaluate(facts, GATE, {"allowed": ("CC0-1.0",)}).outcome is Outcome.PASS


def test_an_unknown_licence_is_not_known_to_be_allowed() -> None:
    evaluation = evaluate(seen({"LICENSE": "odd"}), GATE, ONLY_MIT)
    assert (evaluation.outcome, evaluation.why) == (
        Outcome.UNKNOWN,
        "no licence is told that is known here",
    )
