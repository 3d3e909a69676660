from gitops_assets.core.gates.state.ownership_trusted import GATE
from gitops_assets.core.model import Outcome, State
from tests.gates.build import facts, only, passes, why


def test_a_trusted_folder_passes() -> None:
    assert passes(GATE, facts())


def test_a_refused_owner_is_flagged_with_the_setting_that_trusts_the_folder() -> None:
    finding = only(GATE, facts(State.UNSAFE_OWNERSHIP, path="/src/my app"))
    assert finding.message == "Git refuses the repository: its folder belongs to another user."
    assert finding.remedy == "git config --global --add safe.directory '/src/my app'"


def test_of_an_unreadable_folder_the_answer_is_unknown() -> None:
    seen = facts(State.UNREADABLE, why="it cannot be opened: Input/output error")
    assert why(GATE, seen, Outcome.UNKNOWN) == (
        "the repository cannot be read: it cannot be opened: Input/output error"
    )
