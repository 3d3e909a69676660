"""Nothing is left in the stash.

Stashed work is never pushed and easily forgotten; after a few months nobody remembers what it was for.

Source: [git-stash](https://git-scm.com/docs/git-stash).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.gates.words import counted, git_file
from gitops_assets.core.model import Severity, State


def find(facts: Facts) -> Iterator[Finding]:
    """Flag stashes, once for the repository."""
    state = facts.state
    if state.has(State.STASHED):
        verb = "is" if state.stashes == 1 else "are"
        yield Finding(
            message=f"{counted(state.stashes, 'change')} {verb} set aside in the stash.",
            path=git_file(state, "refs/stash"),
            remedy=facts.git("stash", "pop"),
        )
    elif state.stashes is None:
        raise NotKnown("git did not say how many stashes there are")


GATE = Gate(
    id="stash-empty",
    title="The stash is empty",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Bring each change back with git stash pop and commit it, or drop it.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
