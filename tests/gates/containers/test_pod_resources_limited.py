from gitops_assets.core.gates.containers.pod_resources_limited import GATE
from tests.gates.build import only, passes
from tests.gates.containers.parts import pod


def test_a_container_without_a_limit_is_flagged() -> None:
    assert only(GATE, pod(container="resources: {requests: {memory: 1Gi}}")).line == 8


def test_a_limit_passes() -> None:
    assert passes(GATE, pod(container="resources: {limits: {memory: 1Gi}}"))
