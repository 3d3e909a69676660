import pytest

from gitops_assets.core.gates.ci.tests_run_in_ci import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.ci.workflow import CI
from tests.gates.trees import seen


def test_tests_without_a_pipeline_are_flagged() -> None:
    assert only(GATE, seen({"tests/test_a.py": ""})).path == ".github/workflows/tests.yml"


def test_a_pipeline_that_tests_nothing_is_flagged() -> None:
    finding = only(
        GATE, seen({"a_test.go": "", CI: "on: push\njobs:\n  # tests\n  a: {runs-on: ubuntu-latest}\n"})
    )
    assert (finding.path, finding.message) == (
        CI,
        "There are tests such as 'a_test.go', and no pipeline runs them.",
    )


@pytest.mark.parametrize(
    "path", [CI, ".gitlab-ci.yml", ".circleci/config.yml", "Jenkinsfile", "azure-pipelines.yml"]
)
def test_any_pipeline_that_tests_passes(path: str) -> None:
    assert passes(GATE, seen({"tests/a.py": "", path: "script: pytest -q\n"}))


def test_without_tests_there_is_no_question() -> None:
    assert why(GATE, seen({"tests/data.json": ""}), Outcome.SKIP) == "there are no tests"
