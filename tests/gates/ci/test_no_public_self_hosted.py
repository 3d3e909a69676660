import pytest

from gitops_assets.core.gates.ci.no_public_self_hosted import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import workflow


@pytest.mark.parametrize("runs_on", ["self-hosted", "[self-hosted, linux]", "{labels: [self-hosted]}"])
def test_pull_requests_on_our_machines_are_flagged(runs_on: str) -> None:
    text = f"on: pull_request\njobs:\n  a:\n    runs-on: {runs_on}\n    steps: []\n"
    assert only(GATE, workflow(text)).line == 4
    assert passes(GATE, workflow(text.replace("pull_request", "push")))
    assert passes(GATE, workflow(text.replace("self-hosted", "ubuntu-latest")))
