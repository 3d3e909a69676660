from gitops_assets.core.gates.state.index_unlocked import GATE
from gitops_assets.core.model import State
from tests.gates.build import facts, only, passes


def test_an_index_without_a_lock_passes() -> None:
    assert passes(GATE, facts())


def test_a_lock_is_flagged_with_the_file_to_remove() -> None:
    finding = only(GATE, facts(State.LOCKED))
    assert finding.message == (
        "'.git/index.lock' exists: git is at work here, or was killed and left it behind."
    )
    assert finding.path == ".git/index.lock"
    assert finding.remedy == "rm -- /src/app/.git/index.lock"
