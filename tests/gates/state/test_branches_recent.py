from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.state.branches_recent import GATE
from gitops_assets.core.model import Outcome, State
from tests.gates.build import facts, only, passes


def test_a_repository_without_old_branches_passes() -> None:
    assert passes(GATE, facts())


def test_an_old_branch_is_flagged_by_name_with_a_safe_deletion() -> None:
    finding = only(GATE, facts(stale_branches=("try/idea",)))
    assert finding.message == "1 old branch: 'try/idea'."
    assert finding.remedy == "git -C /src/app branch --delete try/idea"
    assert (finding.subject, finding.path) == ("", ".git/HEAD")


def test_thousands_of_old_branches_are_one_finding() -> None:
    finding = only(GATE, facts(stale_branches=tuple(f"b{number:05}" for number in range(5_000))))
    assert finding.message == "5000 old branches: 'b00000', 'b00001', 'b00002' and 4997 more."
    assert finding.remedy == "git -C /src/app branch --sort=committerdate --merged"


def test_a_bare_repository_is_not_asked() -> None:
    assert evaluate(facts(State.BARE, stale_branches=("a",)), GATE).outcome is Outcome.SKIP
