from gitops_assets.core.gates.containers.services_memory_limited import GATE
from tests.gates.build import only, passes
from tests.gates.containers.parts import service


def test_a_service_without_a_limit_is_flagged() -> None:
    assert only(GATE, service("ports: []")).line == 2


def test_limits_in_both_spellings_pass() -> None:
    assert passes(GATE, service("deploy: {resources: {limits: {memory: 1G}}}"))
    assert passes(GATE, service("mem_limit: 1g"))
