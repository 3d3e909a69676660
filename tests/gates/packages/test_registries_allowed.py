from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.model import Evaluation
from gitops_assets.core.gates.packages.registries_allowed import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import why
from tests.gates.trees import seen

FILES = {
    ".npmrc": "registry=https://npm.acme.example/\n",
    "uv.lock": 'version = 1\n[[package]]\nsource = { registry = "https://wheels.example/simple" }\n',
}


def asked(*hosts: str) -> Evaluation:
    return evaluate(seen(FILES), GATE, {"hosts": hosts})


def test_without_a_list_everything_is_allowed() -> None:
    assert why(GATE, seen(FILES), Outcome.SKIP) == "the fleet lists no allowed hosts"


def test_a_host_that_no_pattern_covers_is_flagged() -> None:
    (found,) = asked("*.acme.example").findings
    assert found.message == "Packages are fetched from 'wheels.example', which the fleet does not allow."
    assert (found.path, found.line) == ("uv.lock", 3)


def test_allowed_hosts_pass() -> None:
    assert asked("*.acme.example", "wheels.example").outcome is Outcome.PASS
