from gitops_assets.core.gates.containers.pods_run_as_nonroot import GATE
from tests.gates.build import only, passes
from tests.gates.containers.parts import pod


def test_a_pod_that_may_run_as_root_is_flagged() -> None:
    assert only(GATE, pod()).line == 7
    assert only(GATE, pod("securityContext: {runAsUser: 0}")).line == 9


def test_pods_and_containers_that_rule_it_out_pass_and_so_do_custom_resources() -> None:
    assert passes(GATE, pod("securityContext: {runAsNonRoot: true}"))
    assert passes(GATE, pod(container="securityContext: {runAsUser: 1000}"))
    assert passes(GATE, pod(kind="Runner"))
