from gitops_assets.core.gates.hygiene.licence_recognised import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

APACHE = "Apache License\nVersion 2.0, January 2004\n"


def test_a_known_text_or_a_manifest_that_names_one_passes() -> None:
    assert passes(GATE, seen({"LICENSE": APACHE}))
    assert passes(GATE, seen({"LICENSE": "Choose one.", "LICENSE.APACHE": APACHE}))
    assert passes(GATE, seen({"LICENSE": "odd", "package.json": '{"license": "MIT"}'}))


def test_words_of_ones_own_are_flagged() -> None:
    finding = only(GATE, seen({"LICENSE": "Do what I mean."}))
    assert finding.message == "The licence in 'LICENSE' is none that is known here."
    assert finding.subject == "LICENSE"


def test_without_a_text_nothing_is_asked() -> None:
    for facts in (seen({"a": ""}), seen({"LICENSE": b"\0"}), seen({"LICENSE": "x"}, links=["LICENSE"])):
        assert why(GATE, facts, Outcome.SKIP) == "there is no licence text that can be read"
