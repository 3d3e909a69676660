from gitops_assets.core.gates.ci.concurrency_set import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import workflow


def test_checks_of_pull_requests_that_do_not_stop_are_flagged() -> None:
    assert only(GATE, workflow("name: x\non: [pull_request]\njobs: {a: {steps: []}}\n")).line == 2


def test_a_group_anywhere_and_other_triggers_pass() -> None:
    assert passes(GATE, workflow("on: pull_request\nconcurrency: x\njobs: {}\n"))
    assert passes(GATE, workflow("on: pull_request\njobs: {a: {concurrency: x}}\n"))
    assert passes(GATE, workflow("on: push\njobs: {}\n"))
