import pytest

from gitops_assets.core.gates.supply_chain.binary_artifacts_absent import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen


def test_a_program_is_flagged() -> None:
    finding = only(GATE, seen({"bin/tool.exe": b"MZ\0\0"}))
    assert (finding.path, finding.remedy) == ("bin/tool.exe", "git rm -- bin/tool.exe")


@pytest.mark.parametrize(
    "path", ["tests/data/a.exe", "vendor/a.so", "gradle/wrapper/gradle-wrapper.jar", "docs/a.class"]
)
def test_samples_and_the_wrapper_of_gradle_pass(path: str) -> None:
    assert passes(GATE, seen({path: b"MZ\0\0"}))


def test_names_without_the_bytes_and_links_pass() -> None:
    assert passes(GATE, seen({"a.o": "text", "b.a": "", "c.bundle": "x"}))
    assert passes(GATE, seen({"a.so": "MZ"}, links=["a.so"]))


def test_what_cannot_be_read_is_unknown() -> None:
    assert (
        why(GATE, seen({"a.so": "x"}, damaged={"a.so": "is damaged"}), Outcome.UNKNOWN) == "a.so is damaged"
    )
