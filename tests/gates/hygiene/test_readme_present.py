from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.hygiene.readme_present import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes
from tests.gates.trees import seen

LONG = "What it is for. " * 10


def test_a_readme_where_a_forge_looks_for_it_passes() -> None:
    for path in ("README.md", "readme", "docs/README.rst", ".github/README.md"):
        assert passes(GATE, seen({path: LONG}))
    assert passes(GATE, seen({"README.md": "docs/index.md", "docs/index.md": LONG}, links=["README.md"]))


def test_none_at_all_is_flagged() -> None:
    finding = only(GATE, seen({"src/deep/README.md": LONG}))
    assert (finding.message, finding.path) == ("There is no README.", "README.md")


def test_a_title_alone_is_too_little_unless_the_fleet_says_so() -> None:
    facts = seen({"README.md": "# it\n"})
    assert only(GATE, facts).message == "The README has only 3 characters."
    assert evaluate(facts, GATE, {"characters": 3}).outcome is Outcome.PASS
