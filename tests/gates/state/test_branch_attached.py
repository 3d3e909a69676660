import pytest

from gitops_assets.core.gates.state.branch_attached import GATE
from gitops_assets.core.model import Outcome, State
from tests.gates.build import facts, only, passes, why


def test_a_head_on_a_branch_passes() -> None:
    assert passes(GATE, facts())


def test_a_detached_head_is_flagged_with_the_way_back() -> None:
    finding = only(GATE, facts(State.DETACHED, branch=None))
    assert finding.message == "HEAD is detached at '0123456789'."
    assert (finding.remedy, finding.path) == ("git -C /src/app switch main", ".git/HEAD")


def test_a_head_at_a_tag_names_the_tag() -> None:
    finding = only(GATE, facts(State.DETACHED, tag="v1.2", commits_since_tag=0))
    assert finding.message == "HEAD is detached at the tag 'v1.2'."


def test_without_a_default_branch_the_remedy_makes_one() -> None:
    finding = only(GATE, facts(State.DETACHED, default_branch=None, head=None))
    assert finding.remedy == "git -C /src/app switch --create BRANCH"
    assert finding.message == "HEAD is detached at an unknown commit."


@pytest.mark.parametrize("operation", [State.REBASING, State.BISECTING])
def test_an_operation_may_detach_head_for_its_own_time(operation: State) -> None:
    assert "operation-finished" in (why(GATE, facts(operation, State.DETACHED), Outcome.SKIP) or "")
