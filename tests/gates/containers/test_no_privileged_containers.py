from gitops_assets.core.gates.containers.no_privileged_containers import GATE
from tests.gates.build import only, passes
from tests.gates.containers.parts import pod, service


def test_all_rights_of_the_host_are_flagged() -> None:
    assert only(GATE, service("privileged: true")).line == 2
    assert only(GATE, pod(container="securityContext: {privileged: true}")).line == 8
    assert (
        only(GATE, pod("initContainers: [{name: i, image: a, securityContext: {privileged: true}}]")).line
        == 9
    )


def test_ordinary_containers_pass() -> None:
    assert passes(GATE, service("privileged: false, cap_add: [NET_ADMIN]"))
    assert passes(GATE, pod())
