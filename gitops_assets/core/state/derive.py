"""From what was seen to what holds: every state at once, from git's own definitions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gitops_assets.core.model import CHANGED_LIMIT, RepositoryState, State
from gitops_assets.core.state.observation import Observation, Refusal
from gitops_assets.core.state.porcelain import Status

DAY = 86_400

_OPERATIONS = {
    "MERGE_HEAD": State.MERGING,
    "rebase-merge": State.REBASING,
    "rebase-apply": State.REBASING,
    "CHERRY_PICK_HEAD": State.CHERRY_PICKING,
    "REVERT_HEAD": State.REVERTING,
    "BISECT_LOG": State.BISECTING,
}
_REFUSALS = {
    Refusal.UNSAFE_OWNERSHIP: State.UNSAFE_OWNERSHIP,
    Refusal.UNREADABLE: State.UNREADABLE,
    Refusal.GONE: State.MISSING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """When something counts as old, in seconds; ``now`` is epoch seconds, passed in."""

    now: int
    stale_fetch: int = 7 * DAY
    stale_branch: int = 90 * DAY


def derive(slug: str, path: str, seen: Observation, ages: Ages) -> RepositoryState:
    """The state of one repository; counts stay None where git was not able to say."""
    states = frozenset(_states(seen, ages))
    state = RepositoryState(
        slug=slug,
        path=path,
        states=tuple(each for each in State if each in states),
        why=seen.why,
        fetched=seen.fetched,
        committed=seen.committed,
        default_branch=seen.default_branch,
        tag=seen.tag,
        commits_since_tag=seen.commits_since_tag,
        remotes=seen.remotes,
        stale_branches=_stale_branches(seen, ages),
        worktrees=seen.worktrees,
        submodules=seen.submodules,
        lfs_pointers=seen.lfs_pointers,
    )
    return state if seen.status is None else _with_status(state, seen.status, seen.dirty_submodules)


def _with_status(state: RepositoryState, status: Status, submodules: tuple[str, ...]) -> RepositoryState:
    return replace(
        state,
        branch=status.branch,
        head=status.head,
        upstream=status.upstream,
        ahead=status.ahead,
        behind=status.behind,
        staged=status.staged,
        unstaged=status.unstaged + len(submodules),
        untracked=status.untracked,
        conflicted=status.conflicted,
        stashes=status.stashes,
        changed=tuple(sorted({*status.changed, *submodules})[:CHANGED_LIMIT]),
    )


def _states(seen: Observation, ages: Ages) -> Iterator[State]:
    if seen.refusal is not None:
        yield _REFUSALS[seen.refusal]
    if seen.bare:
        yield State.BARE
    if seen.status is not None:
        yield from _branch_states(seen.status, bare=seen.bare)
        if not seen.bare:
            yield from _work_tree_states(seen.status, submodules=bool(seen.dirty_submodules))
    yield from (state for name, state in _OPERATIONS.items() if name in seen.entries)
    if "index.lock" in seen.entries:
        yield State.LOCKED
    if "shallow" in seen.entries:
        yield State.SHALLOW
    if seen.sparse:
        yield State.SPARSE
    if seen.partial:
        yield State.PARTIAL
    if seen.refusal is None and is_stale(seen, ages):
        yield State.STALE


def is_stale(seen: Observation, ages: Ages) -> bool:
    """Whether what is known of the remote is old: it has one, and was never or long not asked."""
    return bool(seen.remotes) and (seen.fetched is None or ages.now - seen.fetched > ages.stale_fetch)


def _branch_states(status: Status, *, bare: bool) -> Iterator[State]:
    if status.head is None:
        yield State.UNBORN
    if status.branch is None:
        yield State.DETACHED
    elif status.upstream is None:
        if not bare:
            yield State.NO_UPSTREAM
    elif status.ahead is None and status.head is not None:
        yield State.UPSTREAM_GONE
    if status.ahead:
        yield State.AHEAD
    if status.behind:
        yield State.BEHIND
    if status.ahead and status.behind:
        yield State.DIVERGED
    if status.stashes:
        yield State.STASHED


def _work_tree_states(status: Status, *, submodules: bool) -> Iterator[State]:
    changes = {
        State.STAGED: status.staged,
        State.UNSTAGED: status.unstaged or submodules,
        State.UNTRACKED: status.untracked,
        State.CONFLICTED: status.conflicted,
    }
    holding = [state for state, count in changes.items() if count]
    yield from holding
    yield State.DIRTY if holding else State.CLEAN


def _stale_branches(seen: Observation, ages: Ages) -> tuple[str, ...]:
    current = seen.status.branch if seen.status else None
    spared = {current, seen.default_branch}
    return tuple(
        sorted(
            name
            for name, committed in seen.branch_tips.items()
            if name not in spared and ages.now - committed > ages.stale_branch
        )
    )
