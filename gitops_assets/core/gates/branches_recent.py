"""No local branch has been left alone for long.

Old branches hide the few that matter and hold work that was either merged or forgotten. The remedy deletes a
branch only where git finds it merged; otherwise git refuses, and there is work to look at.

Source: [git-branch, -d](https://git-scm.com/docs/git-branch).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.model import Facts, Finding, Gate, Need
from gitops_assets.core.gates.words import git_file, shown
from gitops_assets.core.model import Severity

LIMIT = 50
"""Branches that get a finding of their own; a hostile repository can have a million."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each branch whose last commit is older than the fleet's threshold, and count those beyond 50."""
    state = facts.state
    anchor = git_file(state, "HEAD")
    for branch in state.stale_branches[:LIMIT]:
        yield Finding(
            message=f"The branch {shown(branch)} has had no commit for long.",
            path=anchor,
            remedy=facts.git("branch", "--delete", operands=(branch,)),
            subject=branch,
        )
    beyond = len(state.stale_branches) - LIMIT
    if beyond > 0:
        yield Finding(
            message=f"{beyond} more branches have had no commit for long.",
            path=anchor,
            remedy=facts.git("branch", "--sort=committerdate"),
        )


GATE = Gate(
    id="branches-recent",
    title="No branch is stale",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Delete what is merged; finish or document what is not.",
    find=find,
    needs=frozenset({Need.STATE, Need.CLOCK}),
)
