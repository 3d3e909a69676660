import pytest

from gitops_assets.core.gates.state.commits_pushed import GATE
from gitops_assets.core.model import Outcome, State
from tests.gates.build import facts, only, passes, why


def test_a_branch_that_is_level_with_its_upstream_passes() -> None:
    assert passes(GATE, facts())


def test_commits_that_nobody_else_has_are_flagged() -> None:
    finding = only(GATE, facts(State.AHEAD, ahead=2))
    assert finding.message == "2 commits of 'main' are not at 'origin/main'."
    assert (finding.remedy, finding.path) == ("git -C /src/app push", ".git/HEAD")


def test_one_commit_is_one_commit() -> None:
    assert only(GATE, facts(State.AHEAD, ahead=1)).message == "1 commit of 'main' is not at 'origin/main'."


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.DETACHED, "HEAD is detached: there is no branch to ask about"),
        (State.UNBORN, "the branch has no commit yet"),
        (State.NO_UPSTREAM, "the branch has no upstream to compare with"),
        (State.UPSTREAM_GONE, "the upstream is gone: there is nothing to compare with"),
        (State.DIVERGED, "the branch and its upstream diverged: see branches-reconciled"),
    ],
)
def test_where_there_is_nothing_to_compare_the_question_is_skipped(state: State, reason: str) -> None:
    assert why(GATE, facts(state), Outcome.SKIP) == reason


def test_without_gits_counts_the_answer_is_unknown() -> None:
    assert why(GATE, facts(ahead=None), Outcome.UNKNOWN) == (
        "git did not say how far the branch is from its upstream"
    )
