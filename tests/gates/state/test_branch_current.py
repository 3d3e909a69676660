from gitops_assets.core.gates.state.branch_current import GATE
from gitops_assets.core.model import Outcome, State
from tests.gates.build import facts, only, passes, why


def test_a_branch_with_every_commit_of_its_upstream_passes() -> None:
    assert passes(GATE, facts())


def test_a_branch_that_lags_is_flagged() -> None:
    finding = only(GATE, facts(State.BEHIND, behind=4))
    assert finding.message == "4 commits of 'origin/main' are not in 'main'."
    assert (finding.remedy, finding.path) == ("git -C /src/app pull --ff-only", ".git/HEAD")


def test_a_diverged_branch_is_left_to_its_own_gate() -> None:
    seen = facts(State.DIVERGED, State.BEHIND, behind=1)
    assert "branches-reconciled" in (why(GATE, seen, Outcome.SKIP) or "")
