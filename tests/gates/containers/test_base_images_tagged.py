import pytest

from gitops_assets.core.gates.containers.base_images_tagged import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen


@pytest.mark.parametrize("base", ["alpine", "alpine:latest", "ghcr.io/acme/base"])
def test_a_base_without_a_version_is_flagged(base: str) -> None:
    finding = only(GATE, seen({"Dockerfile": f"# x\nFROM {base}\n"}))
    assert (finding.path, finding.line) == ("Dockerfile", 2)


@pytest.mark.parametrize("base", ["alpine:3.20", f"alpine@sha256:{'0' * 64}", "scratch", "$BASE"])
def test_a_version_nothing_and_a_variable_pass(base: str) -> None:
    assert passes(GATE, seen({"Dockerfile": f"FROM {base}\n", "b/Dockerfile": "FROM a:1\n"}))


def test_samples_are_not_asked() -> None:
    assert why(GATE, seen({"tests/x/Dockerfile": "FROM alpine\n"}), Outcome.SKIP) == "no images are named"
