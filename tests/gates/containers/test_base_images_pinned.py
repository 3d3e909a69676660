from gitops_assets.core.gates.containers.base_images_pinned import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


def test_a_tag_without_a_digest_is_flagged() -> None:
    finding = only(GATE, seen({"Dockerfile": "FROM python:3.12\n"}))
    assert finding.remedy == "docker buildx imagetools inspect python:3.12"


def test_a_digest_passes_and_a_missing_version_is_for_the_other_gate() -> None:
    assert passes(GATE, seen({"Dockerfile": f"FROM python:3.12@sha256:{'0' * 64}\n"}))
    assert passes(GATE, seen({"Dockerfile": "FROM python\n"}))
