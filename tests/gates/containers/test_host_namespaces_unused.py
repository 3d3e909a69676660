from gitops_assets.core.gates.containers.host_namespaces_unused import GATE
from tests.gates.build import only, passes
from tests.gates.containers.parts import pod, service


def test_what_is_shared_with_the_host_is_flagged() -> None:
    assert only(GATE, service("network_mode: host")).subject == "compose.yaml:service:web:network_mode"
    assert only(GATE, pod("hostPID: true")).line == 9
    assert only(GATE, pod("volumes:\n- {name: s, hostPath: {path: /etc}}")).message.endswith(
        "mounts the host's '/etc'."
    )


def test_agents_on_every_node_tests_and_ordinary_ones_pass() -> None:
    assert passes(GATE, pod("hostNetwork: true", kind="DaemonSet"))
    assert passes(GATE, service("network_mode: host", "compose.test.yaml"))
    assert passes(GATE, service("network_mode: bridge, pid: 'service:x'"))
