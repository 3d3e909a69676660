import pytest

from gitops_assets.core.gates.ci.no_input_injection import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import script, workflow

HEAD = "on:\n  workflow_dispatch:\n    inputs:\n      name: {type: KIND}\njobs:\n  a:\n    steps:\n"


@pytest.mark.parametrize(("kind", "fine"), [("string", False), ("choice", True), ("boolean", True)])
def test_only_inputs_that_are_free_text_are_flagged(kind: str, *, fine: bool) -> None:
    for name in ("inputs.name", "github.event.inputs.name"):
        facts = workflow(HEAD.replace("KIND", kind) + f"    - run: x ${{{{ {name} }}}}")
        assert passes(GATE, facts) is fine


@pytest.mark.parametrize(
    "name", ["github.ref_name", "github.event.release.body", "github.event.client_payload.x"]
)
def test_what_a_releaser_or_caller_writes_is_flagged(name: str) -> None:
    assert only(GATE, script(f"echo ${{{{ {name} }}}}", "release")).line == 5


def test_what_strangers_write_is_for_the_other_gate() -> None:
    assert passes(GATE, script("echo ${{ github.head_ref }}"))


@pytest.mark.parametrize(
    ("matrix", "fine"),
    [
        ("{os: [linux]}", True),
        ("{include: [{os: linux}]}", True),
        ("{os: '${{ fromJSON(needs.a.outputs.x) }}'}", False),
        ("${{ fromJSON(needs.a.outputs.x) }}", False),
    ],
)
def test_a_matrix_is_flagged_where_a_job_computes_it(matrix: str, *, fine: bool) -> None:
    job = f"strategy:\n      matrix: {matrix}\n    steps:\n    - run: x ${{{{ matrix.os }}}}"
    assert passes(GATE, workflow(f"on: push\njobs:\n  a:\n    {job}")) is fine


def test_inputs_of_an_action_are_always_text() -> None:
    text = "inputs: {a: {}}\nruns:\n  steps:\n  - run: x ${{ inputs.a }}"
    assert only(GATE, workflow(text, "lint/action.yml")).line == 4
