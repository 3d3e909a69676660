from gitops_assets.core.gates.ci.no_insecure_commands import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import workflow


def test_the_variable_is_flagged_at_every_level() -> None:
    env = "env: {ACTIONS_ALLOW_UNSECURE_COMMANDS: true}"
    assert only(GATE, workflow(f"on: push\n{env}\njobs: {{}}\n")).line == 2
    assert only(GATE, workflow(f"on: push\njobs:\n  a:\n    steps:\n    - run: x\n      {env}\n")).line == 6


def test_workflows_without_it_pass() -> None:
    assert passes(GATE, workflow("on: push\nenv: {ACTIONS_ALLOW_UNSECURE_COMMANDS: false}\njobs: {}\n"))
