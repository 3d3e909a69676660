from gitops_assets.core.gates.ci.no_inherited_secrets import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import workflow

CALL = "on: push\njobs:\n  a:\n    uses: ./x.yml\n    secrets: SECRETS\n"


def test_all_secrets_for_a_called_workflow_are_flagged() -> None:
    assert only(GATE, workflow(CALL.replace("SECRETS", "inherit"))).line == 5


def test_named_secrets_pass() -> None:
    assert passes(GATE, workflow(CALL.replace("SECRETS", "{A: '${{ secrets.A }}'}")))
