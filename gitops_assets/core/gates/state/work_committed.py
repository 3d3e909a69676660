"""All work is committed.

What is not committed exists once, on one disk, without a name or a reason. It is in no backup of the remote
and in nobody's review, and an automated update of the repository has to stop before it.

Source: [git-status](https://git-scm.com/docs/git-status).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.state.operation_finished import OPERATIONS
from gitops_assets.core.gates.words import first_changed
from gitops_assets.core.model import RepositoryState, Severity, State

_KINDS = (State.STAGED, State.UNSTAGED, State.UNTRACKED)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag staged, unstaged and untracked files, once for the repository.

    Conflicted files alone are the business of conflicts-resolved.
    """
    state = facts.state
    if state.has(*_KINDS) or (state.has(State.DIRTY) and not state.has(State.CONFLICTED)):
        yield Finding(
            message=f"Uncommitted work: {_inventory(state)}.",
            path=first_changed(state),
            remedy=_remedy(facts),
        )


def _inventory(state: RepositoryState) -> str:
    counts = {
        State.STAGED: state.staged,
        State.UNSTAGED: state.unstaged,
        State.UNTRACKED: state.untracked,
    }
    parts = [
        f"{'some' if counts[kind] is None else counts[kind]} {kind}" for kind in _KINDS if state.has(kind)
    ]
    return ", ".join(parts) or "the work tree differs from HEAD"


def _remedy(facts: Facts) -> str:
    """A commit of exactly what was found; amid an operation or conflicts a commit could do harm."""
    state = facts.state
    if state.has(State.CONFLICTED, *OPERATIONS):
        return facts.git("status")
    if state.has(State.UNTRACKED):
        return f"{facts.git('add', '--all')} && {facts.git('commit')}"
    return facts.git("commit", "--all") if not state.has(State.STAGED) else _staged(facts)


def _staged(facts: Facts) -> str:
    return facts.git("commit", "--all") if facts.state.has(State.UNSTAGED) else facts.git("commit")


GATE = Gate(
    id="work-committed",
    title="All work is committed",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Commit what is wanted, ignore what is generated, restore what is neither.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
