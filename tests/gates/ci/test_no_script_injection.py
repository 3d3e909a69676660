import pytest

from gitops_assets.core.gates.ci.no_script_injection import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.ci.workflow import CI, script, workflow
from tests.gates.trees import seen


@pytest.mark.parametrize(
    "expression",
    [
        "github.event.issue.title",
        "github.head_ref",
        "github.event.pull_request.head['ref']",
        "GITHUB.EVENT.comment.body || 'none'",
        "format('{0}', github.event.review.body)",
        "github.event.commits[0].message",
        "github.event_name == 'x' && github.event.issue.body",
        "toJSON(github.event)",
    ],
)
def test_text_of_strangers_is_flagged_in_a_script(expression: str) -> None:
    finding = only(GATE, script(f"echo ${{{{ {expression} }}}}"))
    assert (finding.path, finding.line) == (CI, 5)


@pytest.mark.parametrize(
    "expression",
    [
        "github.event.pull_request.number",
        "github.event.pull_request.head.sha",
        "github.event.issue.title == 'x'",
        "contains(github.event.issue.title, 'x')",
        "!github.head_ref",
        "github.head_ref && 'yes'",
        "'github.head_ref'",
        "github.event.workflow_run.name",
        "inputs.version",
    ],
)
def test_what_holds_no_text_of_strangers_passes(expression: str) -> None:
    assert passes(GATE, script(f"echo ${{{{ {expression} }}}}"))


def test_the_line_is_the_one_of_the_expression() -> None:
    block = "|\n          echo\n          echo ${{ github.head_ref }}"
    assert only(GATE, script(block)).line == 7


def test_scripts_of_actions_count_and_decided_ones_do_not() -> None:
    step = "uses: actions/github-script@v7\n    with:\n      script: f('${{ github.head_ref }}')"
    text = f"runs:\n  steps:\n  - {step}"
    assert only(GATE, workflow(text, "action.yml")).line == 5
    assert passes(GATE, workflow(f"{text} # zizmor: ignore[template-injection] trusted", "action.yml"))


def test_an_environment_variable_passes() -> None:
    facts = script("echo $T\n        env: {T: '${{ github.event.issue.title }}'}")
    assert passes(GATE, facts)


def test_a_repository_without_workflows_is_not_asked() -> None:
    assert (
        why(GATE, seen({"a.py": ""}), Outcome.SKIP) == "there are no workflows or actions of GitHub Actions"
    )


def test_a_broken_workflow_is_unknown_and_hides_no_finding() -> None:
    assert "is no YAML" in (why(GATE, workflow("a: [", CI), Outcome.UNKNOWN) or "")
