from gitops_assets.core.gates.ci.actions_pinned import GATE
from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.ci.workflow import CI, workflow

PIN = "11bd71901bbe5b1630ceea73d27597364c9af683"


def uses(*names: str) -> Facts:
    steps = "".join(f"    - uses: {name}\n" for name in names)
    return workflow(f"on: push\njobs:\n  a:\n    steps:\n{steps}")


def test_a_tag_is_flagged_where_it_stands() -> None:
    finding = only(GATE, uses(f"actions/cache@{PIN}", "actions/checkout@v4"))
    assert (finding.line, finding.subject) == (6, f"{CI}:actions/checkout")
    assert finding.remedy == "Pin the commit: git ls-remote https://github.com/actions/checkout v4"


def test_commits_own_actions_and_images_pass() -> None:
    assert passes(GATE, uses(f"a/b/c@{PIN} # v1", "./.github/actions/x", "docker://alpine:3"))


def test_called_workflows_and_actions_count() -> None:
    assert (
        only(GATE, workflow("on: push\njobs:\n  a:\n    uses: a/b/.github/workflows/c.yml@main\n")).line == 4
    )
    assert only(GATE, workflow("runs:\n  steps:\n  - uses: a/b@v1\n", "action.yml")).line == 3
    assert why(GATE, workflow("runs: {steps: [{uses: a/b@v1}]}", "tests/x/action.yml"), Outcome.SKIP)


def test_trusted_owners_may_use_tags() -> None:
    answer = evaluate(uses("Actions/checkout@v4"), GATE, {"trusted": ("actions",)})
    assert answer.outcome is Outcome.PASS
