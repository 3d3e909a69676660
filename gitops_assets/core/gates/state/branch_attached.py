"""HEAD is on a branch.

Commits that are made on a detached HEAD belong to no branch: the next switch leaves them behind, and git
deletes them some weeks later.

Source: [git-checkout, detached HEAD](https://git-scm.com/docs/git-checkout#_detached_head).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import git_file, shown
from gitops_assets.core.model import RepositoryState, Severity, State

SHORT = 10
"""Digits of a commit's hash that are shown."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a detached HEAD, unless a rebase or a bisection detached it for its own time."""
    state = facts.state
    if state.has(State.REBASING, State.BISECTING):
        raise NotApplicable("the operation under way detached HEAD: see operation-finished")
    if state.has(State.DETACHED):
        yield Finding(
            message=f"HEAD is detached at {_place(state)}.",
            path=git_file(state, "HEAD"),
            remedy=_remedy(facts),
        )


def _place(state: RepositoryState) -> str:
    if state.tag and state.commits_since_tag == 0:
        return f"the tag {shown(state.tag)}"
    return shown(state.head[:SHORT]) if state.head else "an unknown commit"


def _remedy(facts: Facts) -> str:
    default = facts.state.default_branch
    if default:
        return facts.git("switch", operands=(default,))
    return facts.git("switch", "--create", "BRANCH")


GATE = Gate(
    id="branch-attached",
    title="HEAD is on a branch",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="To keep commits made here, git switch --create a branch first; otherwise switch to one.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
