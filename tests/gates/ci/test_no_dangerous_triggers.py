from gitops_assets.core.gates.ci.no_dangerous_triggers import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import CI, workflow

BODY = "jobs:\n  a:\n    steps:\n    - run: x\n"


def test_each_trigger_with_secrets_for_strangers_is_flagged() -> None:
    facts = workflow(f"on:\n  push:\n  pull_request_target:\n{BODY}")
    finding = only(GATE, facts)
    assert (finding.line, finding.subject) == (3, f"{CI}:pull_request_target")


def test_a_decision_beside_the_trigger_is_respected() -> None:
    assert passes(
        GATE, workflow(f"on: # zizmor: ignore[dangerous-triggers] no code\n  workflow_run:\n{BODY}")
    )


def test_a_labeler_and_ordinary_triggers_pass() -> None:
    label = "jobs:\n  a:\n    steps:\n    - uses: actions/labeler@v5\n"
    assert passes(GATE, workflow(f"on: pull_request_target\n{label}"))
    assert passes(GATE, workflow(f"on: [push, pull_request]\n{BODY}"))
