from gitops_assets.core.gates.ci.workflow_permissions_minimal import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import CI, workflow

JOBS = "jobs:\n  a:\n    steps: []\n  b:\n    steps: []\n"


def test_a_workflow_that_leaves_rights_open_is_flagged_once() -> None:
    finding = only(GATE, workflow(f"on: push\n{JOBS}"))
    assert (finding.line, finding.message) == (3, "Nothing limits the rights of the job 'a' and 1 other job.")


def test_rights_of_every_job_and_workflows_that_are_called_pass() -> None:
    assert passes(GATE, workflow(f"on: push\npermissions: {{contents: read}}\n{JOBS}"))
    assert passes(
        GATE, workflow("on: push\njobs:\n  a:\n    permissions: {contents: write}\n    steps: []\n")
    )
    assert passes(GATE, workflow(f"on: workflow_call\n{JOBS}"))


def test_all_rights_are_flagged_wherever_they_are_asked_for() -> None:
    assert only(GATE, workflow(f"on: push\npermissions: write-all\n{JOBS}")).line == 2
    facts = workflow("on: push\njobs:\n  a:\n    permissions: write-all\n    steps: []\n")
    assert only(GATE, facts).subject == f"{CI}:a:write-all"


def test_a_right_to_write_for_several_jobs_is_flagged() -> None:
    facts = workflow(f"on: push\npermissions:\n  contents: read\n  packages: write\n{JOBS}")
    assert only(GATE, facts).line == 4
