"""No merge, rebase, cherry-pick, revert or bisection was left half done.

In the middle of an operation the branch is not what it seems: commits land on a detached HEAD, a pull is
refused, and the next person's commit silently ends somebody else's merge.

Source: [git-rebase](https://git-scm.com/docs/git-rebase), [git-merge](https://git-scm.com/docs/git-merge),
[git-bisect](https://git-scm.com/docs/git-bisect).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.words import branch_name, git_file
from gitops_assets.core.model import Severity, State

OPERATIONS = {
    State.MERGING: ("merge", ("merge", "--continue"), ("merge", "--abort")),
    State.REBASING: ("rebase", ("rebase", "--continue"), ("rebase", "--abort")),
    State.CHERRY_PICKING: ("cherry-pick", ("cherry-pick", "--continue"), ("cherry-pick", "--abort")),
    State.REVERTING: ("revert", ("revert", "--continue"), ("revert", "--abort")),
    State.BISECTING: ("bisection", ("bisect", "reset"), ("bisect", "reset")),
}
"""Each operation: its noun, the command that goes on with it and the one that gives it up."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every operation that is under way; several can be."""
    for state, (noun, onward, back) in OPERATIONS.items():
        if facts.state.has(state):
            undo = " ".join(("git", *back))
            yield Finding(
                message=f"A {noun} is under way on {branch_name(facts.state)}; '{undo}' gives it up.",
                path=git_file(facts.state, "HEAD"),
                remedy=facts.git(*onward),
                subject=noun,
            )


GATE = Gate(
    id="operation-finished",
    title="No operation is half done",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Finish it with --continue, or give it up with --abort; a bisection ends with git bisect reset.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
