"""The repository has a first commit.

A repository without a commit keeps nothing: it cannot be cloned, branched, compared or restored.

Source: [git-init](https://git-scm.com/docs/git-init).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.words import branch_name, git_file
from gitops_assets.core.model import Severity, State


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a branch without a commit."""
    state = facts.state
    if state.has(State.UNBORN):
        yield Finding(
            message=f"{branch_name(state)} has no commit yet.",
            path=git_file(state, "HEAD"),
            remedy=f"{facts.git('add', '--all')} && {facts.git('commit')}",
        )


GATE = Gate(
    id="history-started",
    title="The repository has a commit",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Make the first commit, or remove the repository.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
