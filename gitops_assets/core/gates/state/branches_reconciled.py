"""The branch and its upstream did not both move.

Where both sides have commits that the other lacks, neither push nor fast-forward works, and the longer it
lasts the harder the merge.

Source: [git-pull](https://git-scm.com/docs/git-pull).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.state.upstream import require_upstream
from gitops_assets.core.gates.words import branch_name, counted, git_file, shown
from gitops_assets.core.model import Severity, State


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a branch that has diverged; ahead and behind alone have gates of their own."""
    require_upstream(facts)
    state = facts.state
    if state.has(State.DIVERGED):
        apart = f"{counted(state.ahead, 'commit')} here, {counted(state.behind, 'commit')} there"
        yield Finding(
            message=f"{branch_name(state)} and {shown(state.upstream or 'the upstream')} diverged: "
            f"{apart.lower()}.",
            path=git_file(state, "HEAD"),
            remedy=facts.git("pull", "--rebase"),
        )


GATE = Gate(
    id="branches-reconciled",
    title="The branch and its upstream did not diverge",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Rebase onto the upstream, or merge it, then push.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
