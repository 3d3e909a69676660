from gitops_assets.core.gates.containers.services_restarted import GATE
from tests.gates.build import only, passes
from tests.gates.containers.parts import service


def test_a_service_that_stays_down_is_flagged() -> None:
    assert only(GATE, service("ports: []")).line == 2


def test_a_restart_policy_and_files_for_tests_pass() -> None:
    assert passes(GATE, service("restart: always"))
    assert passes(GATE, service("ports: []", "docker-compose.test.yml"))
