from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.hygiene.large_files_absent import GATE
from tests.gates.build import passes
from tests.gates.trees import seen


def test_ordinary_files_pass() -> None:
    assert passes(GATE, seen({"a": "x"}))


def test_each_large_file_is_flagged_the_largest_first() -> None:
    facts = seen({"a": b"x" * 1_200_000, "b c": b"x" * 2_000_000, "d": "x"})
    found = evaluate(facts, GATE, {"megabytes": 1}).findings
    assert [each.message for each in found] == [
        "'b c' has 2.0 MB, more than 1 MB.",
        "'a' has 1.2 MB, more than 1 MB.",
    ]
    assert found[0].remedy == "git lfs migrate import --no-rewrite -- 'b c'"
