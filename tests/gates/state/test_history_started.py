from gitops_assets.core.gates.state.history_started import GATE
from gitops_assets.core.model import State
from tests.gates.build import facts, only, passes


def test_a_repository_with_a_commit_passes() -> None:
    assert passes(GATE, facts())


def test_a_repository_without_one_is_flagged() -> None:
    finding = only(GATE, facts(State.UNBORN, head=None))
    assert finding.message == "'main' has no commit yet."
    assert finding.remedy == "git -C /src/app add --all && git -C /src/app commit"
    assert finding.path == ".git/HEAD"
