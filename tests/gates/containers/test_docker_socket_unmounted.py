from gitops_assets.core.gates.containers.docker_socket_unmounted import GATE
from tests.gates.build import only, passes
from tests.gates.containers.parts import pod, service
from tests.gates.trees import seen


def test_the_socket_is_flagged_in_every_spelling() -> None:
    for volume in (
        "/var/run/docker.sock:/var/run/docker.sock:ro",
        "{type: bind, source: /var/run/docker.sock, target: /s}",
    ):
        assert only(GATE, service(f"volumes: [{volume}]")).line == 2
    assert (
        only(GATE, pod("volumes:\n- {name: s, hostPath: {path: /run/containerd/containerd.sock}}")).line == 10
    )


def test_other_volumes_and_proxies_pass() -> None:
    assert passes(GATE, service("volumes: ['data:/var/lib/x', {type: tmpfs}, 3]"))
    assert passes(
        GATE, seen({"compose.yaml": "services: {socket-proxy: {volumes: ['/var/run/docker.sock:/s']}}"})
    )
