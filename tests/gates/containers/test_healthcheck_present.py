from gitops_assets.core.gates.containers.healthcheck_present import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

SERVED = "FROM a:1\nEXPOSE 80\n"


def test_a_service_without_a_check_is_flagged() -> None:
    assert only(GATE, seen({"Dockerfile": SERVED})).line == 2


def test_a_check_and_an_image_that_serves_nothing_pass() -> None:
    assert passes(GATE, seen({"Dockerfile": f"{SERVED}HEALTHCHECK CMD x\n"}))
    assert passes(GATE, seen({"Dockerfile": "FROM a:1\n"}))


def test_kubernetes_has_probes_of_its_own() -> None:
    assert why(GATE, seen({"Dockerfile": SERVED, "k8s/a.yaml": ""}), Outcome.SKIP)
