"""No lock file keeps git from writing the index.

While `index.lock` exists, every commit, merge and checkout fails. A git process that is at work removes it
when it ends; one that was killed never does.

Source: [git's api-lockfile](https://git-scm.com/docs/api-lockfile) and
[git-update-index](https://git-scm.com/docs/git-update-index).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.words import command, git_file
from gitops_assets.core.model import Severity, State


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a lock on the index; it may be a git process at work at this very moment."""
    state = facts.state
    if state.has(State.LOCKED):
        lock = git_file(state, "index.lock")
        where = f"{state.path}/{lock}" if state.path else lock
        yield Finding(
            message=f"'{lock}' exists: git is at work here, or was killed and left it behind.",
            path=lock,
            remedy=command("rm", "--", where),
        )


GATE = Gate(
    id="index-unlocked",
    title="The index is not locked",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Make sure that no git process is at work in the repository, then remove the lock file.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
