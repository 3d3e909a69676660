from gitops_assets.core.gates.containers.deployed_images_tagged import GATE
from tests.gates.build import only, passes
from tests.gates.containers.parts import pod
from tests.gates.trees import seen


def test_an_image_without_a_version_is_flagged() -> None:
    assert only(GATE, seen({"compose.yaml": "services: {a: {image: redis}}"})).path == "compose.yaml"
    assert only(GATE, pod(image="nginx:latest")).line == 8


def test_versions_own_images_and_images_set_elsewhere_pass() -> None:
    assert passes(GATE, pod())
    assert passes(
        GATE, seen({"compose.yaml": "services: {a: {image: acme/a, build: .}, b: {image: acme/a}}"})
    )
    kustomization = {"kustomization.yaml": "images: [{name: acme/api, newTag: v1}]"}
    assert passes(GATE, seen({"compose.yaml": "services: {a: {image: acme/api}}", **kustomization}))
    assert passes(GATE, seen({"compose.dev.yaml": "services: {a: {image: redis}}"}))
