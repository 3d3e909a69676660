import pytest

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.state.operation_finished import GATE
from gitops_assets.core.model import State
from tests.gates.build import facts, only, passes


def test_a_repository_at_rest_passes() -> None:
    assert passes(GATE, facts())


@pytest.mark.parametrize(
    ("operation", "message", "remedy"),
    [
        (
            State.MERGING,
            "A merge is under way on 'main'; 'git merge --abort' gives it up.",
            "merge --continue",
        ),
        (
            State.REBASING,
            "A rebase is under way on 'main'; 'git rebase --abort' gives it up.",
            "rebase --continue",
        ),
        (
            State.CHERRY_PICKING,
            "A cherry-pick is under way on 'main'; 'git cherry-pick --abort' gives it up.",
            "cherry-pick --continue",
        ),
        (
            State.REVERTING,
            "A revert is under way on 'main'; 'git revert --abort' gives it up.",
            "revert --continue",
        ),
        (
            State.BISECTING,
            "A bisection is under way on 'main'; 'git bisect reset' gives it up.",
            "bisect reset",
        ),
    ],
)
def test_each_operation_is_flagged_with_its_own_way_on(operation: State, message: str, remedy: str) -> None:
    finding = only(GATE, facts(operation))
    assert (finding.message, finding.remedy) == (message, f"git -C /src/app {remedy}")


def test_two_operations_at_once_are_two_findings() -> None:
    found = evaluate(facts(State.BISECTING, State.MERGING), GATE).findings
    assert [finding.subject for finding in found] == ["merge", "bisection"]


def test_a_detached_head_is_named_as_such() -> None:
    assert " on HEAD;" in only(GATE, facts(State.REBASING, branch=None)).message
