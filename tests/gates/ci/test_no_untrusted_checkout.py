from gitops_assets.core.gates.ci.no_untrusted_checkout import GATE
from gitops_assets.core.gates.facts import Facts
from tests.gates.build import only, passes
from tests.gates.ci.workflow import CI, script, workflow


def checkout(ref: str, trigger: str = "pull_request_target", guard: str = "true") -> Facts:
    return workflow(
        f"on: [{trigger}]\njobs:\n  build:\n    if: {guard}\n    steps:\n"
        f"    - uses: actions/checkout@v4\n      with:\n        ref: {ref}\n"
    )


HEAD = "${{ github.event.pull_request.head.sha }}"


def test_the_head_of_a_pull_request_is_flagged_where_secrets_are() -> None:
    finding = only(GATE, checkout(HEAD))
    assert (finding.line, finding.subject) == (8, f"{CI}:build")
    assert only(GATE, checkout("refs/pull/${{ github.event.number }}/merge", "issue_comment")).line == 8


def test_without_secrets_from_the_base_or_from_our_own_branches_it_passes() -> None:
    assert passes(GATE, checkout(HEAD, "pull_request"))
    assert passes(GATE, checkout("main"))
    own = "github.event.pull_request.head.repo.full_name == github.repository"
    assert passes(GATE, checkout(HEAD, guard=own))


def test_fetching_by_hand_is_flagged() -> None:
    assert only(GATE, script('gh pr checkout "$NUMBER"', "issue_comment")).line == 5


def test_a_long_script_is_read_in_linear_time() -> None:
    assert passes(GATE, script("git fetch " * 100_000, "issue_comment"))
