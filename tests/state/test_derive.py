from dataclasses import replace

from gitops_assets.core.model import Remote, State
from gitops_assets.core.state.derive import DAY, Ages, derive
from gitops_assets.core.state.observation import Observation, Refusal
from gitops_assets.core.state.porcelain import Status

NOW = 1_700_000_000
AGES = Ages(now=NOW)
LEVEL = Status(head="1", branch="main", upstream="origin/main", ahead=0, behind=0)
ORIGIN = (Remote("origin", "https://example.org/a/b"),)


def states(status: Status | None = LEVEL, **seen: object) -> set[str]:
    observation = Observation(status=status, **seen)  # type: ignore[arg-type] # whatever the test names
    return {str(state) for state in derive("a/b", "/a/b", observation, AGES).states}


def test_a_level_branch_with_nothing_changed_is_only_clean() -> None:
    assert states() == {"clean"}


def test_no_state_hides_another() -> None:
    work = replace(LEVEL, staged=1, unstaged=1, untracked=1, conflicted=1, stashes=1)
    status = replace(work, ahead=2, behind=1)
    entries = frozenset({"MERGE_HEAD", "index.lock", "shallow"})
    assert states(status, entries=entries, sparse=True, partial=True) == {
        "ahead", "behind", "diverged", "staged", "unstaged", "untracked", "conflicted", "dirty", "stashed",
        "merging", "locked", "shallow", "sparse", "partial",
    }  # fmt: skip


def test_states_stand_in_order_of_urgency() -> None:
    found = derive("s", "/s", Observation(status=replace(LEVEL, behind=1, conflicted=1)), AGES).states
    assert found == (State.CONFLICTED, State.DIRTY, State.BEHIND)


def test_operations_follow_from_the_names_in_the_git_folder() -> None:
    names = {"rebase-apply": "rebasing", "CHERRY_PICK_HEAD": "cherry-picking", "REVERT_HEAD": "reverting",
             "BISECT_LOG": "bisecting", "rebase-merge": "rebasing"}  # fmt: skip
    for name, state in names.items():
        assert states(entries=frozenset({name})) == {"clean", state}


def test_an_upstream_without_distance_is_gone_unless_nothing_was_committed_yet() -> None:
    gone = Status(head="1", branch="main", upstream="origin/main")
    assert states(gone) == {"clean", "upstream-gone"}
    assert states(replace(gone, head=None)) == {"clean", "unborn"}


def test_a_detached_head_needs_no_upstream() -> None:
    assert states(Status(head="1", branch=None)) == {"clean", "detached"}
    assert states(Status(head="1", branch="main")) == {"clean", "no-upstream"}


def test_a_bare_repository_is_neither_clean_nor_without_upstream() -> None:
    assert states(Status(head="1", branch="main"), bare=True) == {"bare"}


def test_old_or_absent_knowledge_of_a_remote_is_stale() -> None:
    assert states(remotes=ORIGIN, fetched=NOW - 6 * DAY) == {"clean"}
    assert states(remotes=ORIGIN, fetched=NOW - 8 * DAY) == {"clean", "stale"}
    assert states(remotes=ORIGIN, fetched=None) == {"clean", "stale"}
    assert states(fetched=None) == {"clean"}


def test_a_refusal_leaves_every_count_unknown() -> None:
    state = derive("s", "/s", Observation(refusal=Refusal.UNSAFE_OWNERSHIP, why="not yours"), AGES)
    assert state.states == (State.UNSAFE_OWNERSHIP,)
    assert (state.ahead, state.staged, state.why, state.readable) == (None, None, "not yours", False)


def test_changes_inside_a_submodule_make_its_parent_dirty() -> None:
    state = derive("s", "/s", Observation(status=LEVEL, dirty_submodules=("lib",)), AGES)
    assert state.states == (State.DIRTY, State.UNSTAGED)
    assert (state.unstaged, state.changed) == (1, ("lib",))


def test_old_branches_are_stale_but_not_the_current_or_the_default_one() -> None:
    tips = {"main": 0, "trunk": 0, "old": NOW - 91 * DAY, "young": NOW - 89 * DAY}
    state = derive("s", "/s", Observation(status=LEVEL, default_branch="trunk", branch_tips=tips), AGES)
    assert state.stale_branches == ("old",)
