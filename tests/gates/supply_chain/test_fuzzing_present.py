import pytest

from gitops_assets.core.gates.supply_chain.fuzzing_present import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("fuzz/fuzz_targets/a.rs", ""),
        (".clusterfuzzlite/Dockerfile", ""),
        ("requirements.txt", "hypothesis\n"),
        ("a_test.go", "func FuzzA(f *testing.F) {}"),
    ],
)
def test_any_trace_passes(path: str, text: str) -> None:
    assert passes(GATE, seen({"a.py": "", path: text}))


def test_code_without_a_trace_is_flagged() -> None:
    assert only(GATE, seen({"a.go": "", "a_test.go": "func TestA() {}"})).path == "."
