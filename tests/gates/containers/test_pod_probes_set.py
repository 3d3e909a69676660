from gitops_assets.core.gates.containers.pod_probes_set import GATE
from tests.gates.build import only, passes
from tests.gates.containers.parts import pod

SERVING = "ports: [{containerPort: 80}]"


def test_a_service_that_nobody_asks_is_flagged() -> None:
    assert only(GATE, pod(container=SERVING)).line == 8


def test_probes_jobs_and_pods_without_ports_pass() -> None:
    assert passes(GATE, pod(container=f"{SERVING}, readinessProbe: {{tcpSocket: {{port: 80}}}}"))
    assert passes(GATE, pod(container=SERVING, kind="Job"))
    assert passes(GATE, pod())
