from gitops_assets.core.gates.ci.jobs_time_limited import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import workflow


def test_jobs_without_a_limit_are_flagged_once_a_workflow() -> None:
    finding = only(
        GATE, workflow("on: push\njobs:\n  a:\n    steps: [{run: x}]\n  b:\n    steps: [{run: x}]\n")
    )
    assert (finding.line, finding.message) == (3, "The job 'a' and 1 other job may hang for six hours.")


def test_limited_and_called_jobs_pass() -> None:
    jobs = "  a: {timeout-minutes: 5, steps: [{run: x}]}\n  b: {uses: ./x.yml}\n"
    assert passes(
        GATE, workflow(f"on: push\njobs:\n{jobs}  c: {{steps: [{{run: x, timeout-minutes: 1}}]}}\n")
    )
