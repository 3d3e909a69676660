from gitops_assets.core.gates.state.branches_reconciled import GATE
from gitops_assets.core.model import State
from tests.gates.build import facts, only, passes


def test_a_branch_that_moved_on_one_side_only_passes() -> None:
    assert passes(GATE, facts(State.AHEAD, ahead=3))


def test_a_branch_that_moved_on_both_sides_is_flagged() -> None:
    finding = only(GATE, facts(State.DIVERGED, State.AHEAD, State.BEHIND, ahead=2, behind=1))
    assert finding.message == "'main' and 'origin/main' diverged: 2 commits here, 1 commit there."
    assert (finding.remedy, finding.path) == ("git -C /src/app pull --rebase", ".git/HEAD")
