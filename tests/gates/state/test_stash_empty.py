from gitops_assets.core.gates.state.stash_empty import GATE
from gitops_assets.core.model import Outcome, Severity, State
from tests.gates.build import facts, only, passes, why


def test_an_empty_stash_passes() -> None:
    assert passes(GATE, facts())


def test_stashed_work_is_mentioned_without_alarm() -> None:
    finding = only(GATE, facts(State.STASHED, stashes=2))
    assert finding.message == "2 changes are set aside in the stash."
    assert finding.remedy == "git -C /src/app stash pop"
    assert GATE.severity is Severity.INFO


def test_a_stash_that_was_not_counted_is_unknown() -> None:
    assert why(GATE, facts(stashes=None), Outcome.UNKNOWN) == "git did not say how many stashes there are"
