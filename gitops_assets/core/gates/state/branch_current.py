"""The branch has every commit of its upstream that was fetched.

What is built, searched or deployed from a clone that is behind is not what the others see. The answer is as
old as the last fetch: `fetch-recent` says how old that is.

Source: [git-pull](https://git-scm.com/docs/git-pull).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.state.upstream import require_one_direction
from gitops_assets.core.gates.words import branch_name, counted, git_file, shown
from gitops_assets.core.model import Severity, State


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a branch that can be fast-forwarded to its upstream."""
    require_one_direction(facts)
    state = facts.state
    if state.has(State.BEHIND):
        verb = "is" if state.behind == 1 else "are"
        yield Finding(
            message=f"{counted(state.behind, 'commit')} of {shown(state.upstream or 'the upstream')} {verb} "
            f"not in {branch_name(state)}.",
            path=git_file(state, "HEAD"),
            remedy=facts.git("pull", "--ff-only"),
        )


GATE = Gate(
    id="branch-current",
    title="The branch is not behind its upstream",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Pull; nothing local is in the way of a fast-forward of the branch.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
