"""Every commit of the branch is at its upstream.

Commits that were not pushed are lost with the disk, and nobody else can build on them or review them.

Source: [git-push](https://git-scm.com/docs/git-push).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.state.upstream import require_one_direction
from gitops_assets.core.gates.words import branch_name, counted, git_file, shown
from gitops_assets.core.model import Severity, State


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a branch that is ahead of its upstream."""
    require_one_direction(facts)
    state = facts.state
    if state.has(State.AHEAD):
        verb = "is" if state.ahead == 1 else "are"
        yield Finding(
            message=f"{counted(state.ahead, 'commit')} of {branch_name(state)} {verb} not at "
            f"{shown(state.upstream or 'the upstream')}.",
            path=git_file(state, "HEAD"),
            remedy=facts.git("push"),
        )


GATE = Gate(
    id="commits-pushed",
    title="Every commit is pushed",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Push the branch.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
