"""The branch's upstream still exists.

An upstream goes when the branch was merged and deleted at the remote, or when the remote lost it. In the
first case work goes on at a dead end, in the second this clone may hold the only copy.

Source: [git-fetch, pruning](https://git-scm.com/docs/git-fetch#_pruning).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.state.upstream import require_branch
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import branch_name, git_file, shown
from gitops_assets.core.model import Severity, State


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a branch that tracks a ref that is no longer there."""
    require_branch(facts)
    state = facts.state
    if state.has(State.NO_UPSTREAM):
        raise NotApplicable("the branch has no upstream")
    if state.has(State.UPSTREAM_GONE):
        yield Finding(
            message=f"{branch_name(state)} tracks {shown(state.upstream or 'an upstream')}, which is gone.",
            path=git_file(state, "config"),
            remedy=facts.git("branch", "--unset-upstream"),
        )


GATE = Gate(
    id="upstream-exists",
    title="The branch's upstream exists",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Switch to a living branch if this one was merged, else unset the upstream and push again.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
