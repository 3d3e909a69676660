"""No local branch has been left alone for long.

Old branches hide the few that matter and hold work that was either merged or forgotten. Old means: no commit
within `stale_branch_days` of the fleet's configuration. The remedy deletes a branch only where git finds it
merged; otherwise git refuses, and there is work to look at.

Source: [git-branch, -d](https://git-scm.com/docs/git-branch).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.words import git_file, shown
from gitops_assets.core.model import Severity

NAMED = 3
"""Branches that the message names; the command shows the others."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a clone with branches older than the fleet's threshold: one finding, however many there are.

    A bare repository keeps everybody's branches; whether those are old is not for this clone to say.
    """
    state = facts.state
    if not state.stale_branches:
        return
    names = ", ".join(shown(branch) for branch in state.stale_branches[:NAMED])
    count = len(state.stale_branches)
    rest = f" and {count - NAMED} more" if count > NAMED else ""
    yield Finding(
        message=f"{count} old {'branch' if count == 1 else 'branches'}: {names}{rest}.",
        path=git_file(state, "HEAD"),
        remedy=_remedy(facts, state.stale_branches),
    )


def _remedy(facts: Facts, branches: tuple[str, ...]) -> str:
    if len(branches) > NAMED:
        return facts.git("branch", "--sort=committerdate", "--merged")
    return facts.git("branch", "--delete", operands=branches)


GATE = Gate(
    id="branches-recent",
    title="No branch is stale",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Delete what is merged; finish or document what is not.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.WORK_TREE, Need.CLOCK}),
)
