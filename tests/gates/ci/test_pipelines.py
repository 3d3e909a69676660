import time

import pytest

from gitops_assets.core.gates.ci import CI as GATES
from gitops_assets.core.gates.ci.pipelines import pipelines
from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.model import Outcome
from tests.gates.ci.workflow import CI, workflow
from tests.gates.trees import seen

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)


def test_triggers_are_names_in_all_three_spellings() -> None:
    for written in ("push", "[push]", "{push: {branches: [main]}}"):
        (read,) = pipelines(workflow(f"on: {written}\njobs: {{}}\n"))
        assert list(read.triggers) == ["push"]


@pytest.mark.parametrize("text", [BOMB, "[" * 100_000, "on: push\njobs: [", "\x07"])
def test_hostile_yaml_is_unknown(text: str) -> None:
    asked = [gate for gate in GATES if gate.id not in {"tests-run-in-ci", "workflow-images-tagged"}]
    assert {evaluate(workflow(text), gate).outcome for gate in asked} == {Outcome.UNKNOWN}


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "on: {push: [1]}\njobs: [a]",
        "on: [[a]]\njobs: {a: b, c: {steps: {}, env: [], permissions: 3, if: [], secrets: {}, runs-on: {}}}",
        "on: 3\npermissions: [a]\njobs: {a: {steps: [1, {run: [], uses: {}, with: a, env: b}]}}",
        "on: push\njobs: {a: {strategy: {matrix: []}, steps: [{run: '${{ matrix.a }}'}]}}",
        "on: workflow_run\njobs: {a: {steps: [{uses: actions/checkout@x, with: {ref: [1]}}]}}",
    ],
)
def test_odd_shapes_crash_no_gate(text: str) -> None:
    for gate in GATES:
        assert "Error" not in (evaluate(workflow(text), gate).why or "")


def test_thousands_of_jobs_are_read_in_linear_time() -> None:
    jobs = "".join(f"  a{nth}: {{steps: [{{run: x}}]}}\n" for nth in range(3000))
    facts = workflow(f"on: pull_request_target\njobs:\n{jobs}")
    begin = time.process_time()
    for gate in GATES:
        evaluate(facts, gate)
    assert time.process_time() - begin < 5, "the square of it takes far longer"


def test_files_are_parsed_once_and_a_fault_hides_no_other_file() -> None:
    facts = seen({CI: "a: [", ".github/workflows/b.yml": "on: push\npermissions: write-all\njobs: {}"})
    gate = next(gate for gate in GATES if gate.id == "workflow-permissions-minimal")
    assert evaluate(facts, gate).outcome is Outcome.FAIL
    assert facts.files.once(_key) is facts.files.once(_key)


def _key(_: object) -> object:
    return object()
