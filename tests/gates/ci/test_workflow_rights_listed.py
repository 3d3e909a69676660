from gitops_assets.core.gates.ci.workflow_rights_listed import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import CI, workflow

JOB = "jobs:\n  a:\n    permissions: RIGHTS\n    steps: []\n"


def test_reading_everything_is_flagged_wherever_it_is_asked_for() -> None:
    top = only(GATE, workflow("on: push\npermissions: read-all\njobs: {a: {}}\n"))
    assert (top.line, top.message) == (2, "The token of every job may read everything.")
    assert only(GATE, workflow(f"on: push\n{JOB}".replace("RIGHTS", "read-all"))).subject == f"{CI}:a"


def test_what_no_job_gets_passes() -> None:
    assert passes(GATE, workflow("on: push\npermissions: read-all\njobs: {a: {permissions: {}}}\n"))


def test_rights_that_are_listed_and_comments_that_excuse_pass() -> None:
    assert passes(GATE, workflow(f"on: push\n{JOB}".replace("RIGHTS", "{contents: read}")))
    excused = "read-all # zizmor: ignore[excessive-permissions]"
    assert passes(GATE, workflow(f"on: push\n{JOB}".replace("RIGHTS", excused)))
