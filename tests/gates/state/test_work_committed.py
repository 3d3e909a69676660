import pytest

from gitops_assets.core.gates.model import Need
from gitops_assets.core.gates.state.work_committed import GATE
from gitops_assets.core.model import Outcome, State
from tests.gates.build import facts, only, passes, why

GIT = "git -C /src/app"


def test_a_clean_work_tree_passes() -> None:
    assert passes(GATE, facts())


def test_each_kind_of_change_is_counted_in_one_finding() -> None:
    kinds = (State.DIRTY, State.STAGED, State.UNSTAGED, State.UNTRACKED)
    finding = only(GATE, facts(*kinds, staged=1, unstaged=2, untracked=3, changed=("a.py", "b.py")))
    assert finding.message == "Uncommitted work: 1 staged, 2 unstaged, 3 untracked."
    assert finding.path == "a.py"


@pytest.mark.parametrize(
    ("states", "remedy"),
    [
        ((State.STAGED,), f"{GIT} commit"),
        ((State.UNSTAGED,), f"{GIT} commit --all"),
        ((State.STAGED, State.UNSTAGED), f"{GIT} commit --all"),
        ((State.UNTRACKED,), f"{GIT} add --all && {GIT} commit"),
        ((State.UNSTAGED, State.CONFLICTED), f"{GIT} status"),
        ((State.STAGED, State.MERGING), f"{GIT} status"),
    ],
)
def test_the_remedy_commits_what_is_there_unless_that_could_do_harm(
    states: tuple[State, ...], remedy: str
) -> None:
    assert only(GATE, facts(*states)).remedy == remedy


def test_conflicts_alone_are_left_to_their_own_gate() -> None:
    assert passes(GATE, facts(State.DIRTY, State.CONFLICTED, conflicted=1))


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside", "a/../../b", ""])
def test_a_path_that_leaves_the_repository_is_never_named(path: str) -> None:
    assert only(GATE, facts(State.UNTRACKED, changed=(path,))).path == ".git/index"


def test_an_untracked_folder_is_named_without_its_slash() -> None:
    assert only(GATE, facts(State.UNTRACKED, changed=("build/",))).path == "build"


def test_a_bare_repository_has_no_work_to_commit() -> None:
    assert Need.WORK_TREE in GATE.needs
    assert why(GATE, facts(State.BARE), Outcome.SKIP) == "a bare repository has no work tree"
