from gitops_assets.core.gates.state.upstream_exists import GATE
from gitops_assets.core.model import Outcome, State
from tests.gates.build import facts, only, passes, why


def test_a_living_upstream_passes() -> None:
    assert passes(GATE, facts())


def test_an_upstream_that_is_gone_is_flagged() -> None:
    finding = only(GATE, facts(State.UPSTREAM_GONE, branch="fix", upstream="origin/fix"))
    assert finding.message == "'fix' tracks 'origin/fix', which is gone."
    assert (finding.remedy, finding.path) == ("git -C /src/app branch --unset-upstream", ".git/config")


def test_a_branch_that_tracks_nothing_is_left_to_its_own_gate() -> None:
    assert why(GATE, facts(State.NO_UPSTREAM), Outcome.SKIP) == "the branch has no upstream"
