import pytest

from gitops_assets.core.gates.state.repository_readable import GATE
from gitops_assets.core.model import Outcome, State
from tests.gates.build import facts, only, passes, why


def test_a_repository_that_git_reads_passes() -> None:
    assert passes(GATE, facts())


def test_a_damaged_repository_is_flagged_with_gits_reason() -> None:
    finding = only(GATE, facts(State.UNREADABLE, why="bad object HEAD"))
    assert finding.message == "The repository cannot be read: 'bad object HEAD'."
    assert finding.remedy == "git --git-dir /src/app/.git fsck --full"
    assert finding.path == ".git/HEAD"


@pytest.mark.parametrize(
    ("states", "path"), [((State.UNREADABLE,), "/src/app.git"), ((State.UNREADABLE, State.BARE), "/src/app")]
)
def test_a_damaged_bare_repository_is_its_own_git_folder(states: tuple[State, ...], path: str) -> None:
    finding = only(GATE, facts(*states, path=path, why="bad object HEAD"))
    assert finding.remedy == f"git --git-dir {path} fsck --full"


@pytest.mark.parametrize("why", [" any more: its folder is here", ": its git folder lacks HEAD"])
def test_a_folder_without_its_git_folder_is_restored_moved_or_ignored(why: str) -> None:
    finding = only(GATE, facts(State.UNREADABLE, why=f"not a git repository{why}"))
    assert "Restore its git folder" in finding.remedy
    assert "ignore in the fleet file" in finding.remedy


def test_a_forbidden_folder_is_opened_rather_than_repaired() -> None:
    finding = only(GATE, facts(State.UNREADABLE, why="it cannot be opened: Permission denied"))
    assert finding.remedy == "chmod -R u+rX -- /src/app"


def test_a_refused_owner_is_left_to_its_own_gate() -> None:
    assert "ownership-trusted" in (why(GATE, facts(State.UNSAFE_OWNERSHIP), Outcome.SKIP) or "")
