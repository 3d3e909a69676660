"""The branch has an upstream.

Without one, git cannot say whether the commits exist anywhere else: "nothing to push" and "never pushed"
look the same.

Source: [git-branch, --set-upstream-to](https://git-scm.com/docs/git-branch).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.state.upstream import require_branch
from gitops_assets.core.gates.words import branch_name, git_file
from gitops_assets.core.model import RepositoryState, Severity, State
from gitops_assets.core.remote_url import redact


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a branch that tracks nothing, and say so when there is no remote at all."""
    require_branch(facts)
    state = facts.state
    if state.has(State.NO_UPSTREAM):
        lacking = "" if state.remotes else ", and the repository has no remote"
        yield Finding(
            message=f"{branch_name(state)} has no upstream{lacking}.",
            path=git_file(state, "config"),
            remedy=_remedy(facts),
        )


def _remedy(facts: Facts) -> str:
    if facts.state.remotes:
        return facts.git("push", "--set-upstream", operands=(_remote(facts.state), "HEAD"))
    url = redact(facts.listed.url) if facts.listed and facts.listed.url else "URL"
    return facts.git("remote", "add", operands=("origin", url))


def _remote(state: RepositoryState) -> str:
    names = [remote.name for remote in state.remotes]
    return "origin" if "origin" in names else names[0]


GATE = Gate(
    id="upstream-configured",
    title="The branch has an upstream",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Push the branch with --set-upstream; add a remote first if there is none.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
