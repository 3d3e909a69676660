"""What gates that compare a branch with its upstream need to know first."""

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown
from gitops_assets.core.model import State


def require_branch(facts: Facts) -> None:
    """Raise ``NotApplicable`` unless HEAD is a branch that has commits."""
    if facts.state.has(State.DETACHED):
        raise NotApplicable("HEAD is detached: there is no branch to ask about")
    if facts.state.has(State.UNBORN):
        raise NotApplicable("the branch has no commit yet")


def require_upstream(facts: Facts) -> None:
    """Raise ``NotApplicable`` without an upstream to compare with, ``NotKnown`` when git gave no counts."""
    require_branch(facts)
    state = facts.state
    if state.has(State.NO_UPSTREAM):
        raise NotApplicable("the branch has no upstream to compare with")
    if state.has(State.UPSTREAM_GONE):
        raise NotApplicable("the upstream is gone: there is nothing to compare with")
    counted = state.ahead is not None and state.behind is not None
    if not counted and not state.has(State.AHEAD, State.BEHIND, State.DIVERGED):
        raise NotKnown("git did not say how far the branch is from its upstream")


def require_one_direction(facts: Facts) -> None:
    """As :func:`require_upstream`, and ``NotApplicable`` where both sides moved: one gate answers that."""
    require_upstream(facts)
    if facts.state.has(State.DIVERGED):
        raise NotApplicable("the branch and its upstream diverged: see branches-reconciled")
