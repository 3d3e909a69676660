from gitops_assets.core.gates.ci.workflow_images_tagged import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import workflow
from tests.gates.trees import seen


def test_an_image_without_a_version_is_flagged() -> None:
    for image in ("alpine", "alpine:latest"):
        facts = workflow(f"on: push\njobs:\n  a:\n    container:\n      image: {image}\n")
        assert only(GATE, facts).line == 5


def test_a_tag_a_digest_and_a_decision_pass() -> None:
    for image in (
        "alpine:3.20",
        f"alpine@sha256:{'0' * 64}",
        "alpine # zizmor: ignore[unpinned-images] on purpose",
    ):
        assert passes(GATE, workflow(f"on: push\njobs:\n  a:\n    container:\n      image: {image}\n"))


def test_gitlab_is_asked_too() -> None:
    assert only(GATE, seen({".gitlab-ci.yml": "test:\n  image: python\n  script: [x]\n"})).line == 2
