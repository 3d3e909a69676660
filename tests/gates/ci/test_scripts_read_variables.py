import pytest

from gitops_assets.core.gates.ci.scripts_read_variables import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import script, workflow


@pytest.mark.parametrize(
    "name",
    [
        *("github.event.workflow_run.head_sha", "github.event.repository.default_branch"),
        *("github.event_path", "github.actor", "env.SET_BEFORE"),
    ],
)
def test_what_differs_between_runs_is_flagged(name: str) -> None:
    finding = only(GATE, script(f"echo ${{{{ {name} }}}}"))
    assert (finding.line, finding.message) == (
        5,
        f"The script runs whatever '${{{{ {name} }}}}' holds, which should come to it as a variable.",
    )


@pytest.mark.parametrize(
    "name",
    [
        *("github.sha", "github.repository", "github.event.pull_request.number", "github.event_name"),
        *("runner.os", "secrets.TOKEN", "needs.a.outputs.x", "matrix.python", "job.status"),
    ],
)
def test_numbers_hashes_and_words_of_the_file_pass(name: str) -> None:
    assert passes(GATE, script(f"echo ${{{{ {name} }}}}"))


@pytest.mark.parametrize("name", ["github.head_ref", "github.ref_name", "inputs.x"])
def test_what_people_choose_is_for_the_other_gates(name: str) -> None:
    assert passes(GATE, script(f"echo ${{{{ {name} }}}}"))


@pytest.mark.parametrize(
    ("step", "job", "top", "fine"),
    [
        *[("x", "", "", True), ("", "x", "", True), ("", "", "x", True)],
        *[("'${{ github.actor }}'", "x", "", False), ("", "", "", False)],
    ],
)
def test_a_variable_passes_where_the_nearest_env_says_what_it_holds(
    step: str, job: str, top: str, *, fine: bool
) -> None:
    def env(value: str) -> str:
        return f"{{A: {value}}}" if value else "{}"

    text = (
        f"on: push\nenv: {env(top)}\njobs:\n  a:\n    env: {env(job)}\n"
        f"    steps:\n    - env: {env(step)}\n      run: echo ${{{{ env.A }}}}"
    )
    assert passes(GATE, workflow(text)) is fine


@pytest.mark.parametrize(("kind", "fine"), [("choice", False), ("boolean", True), ("number", True)])
def test_inputs_that_are_words_are_flagged(kind: str, *, fine: bool) -> None:
    text = (
        f"on:\n  workflow_dispatch:\n    inputs:\n      Name: {{type: {kind}}}\njobs:\n  a:\n    steps:\n"
        "    - run: x ${{ github.event.inputs.name }}"
    )
    assert passes(GATE, workflow(text)) is fine


def test_an_action_has_no_variables_but_those_of_its_steps() -> None:
    text = "runs:\n  steps:\n  - run: x ${{ env.A }}\n  - env: {B: c}\n    run: x ${{ env.B }}"
    assert only(GATE, workflow(text, "lint/action.yml")).line == 3
