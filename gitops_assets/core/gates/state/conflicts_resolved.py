"""No file is in conflict.

Conflicted files hold both sides between markers: they do not build, and whoever commits everything at once
commits the markers too.

Source: [git-merge, how to resolve
conflicts](https://git-scm.com/docs/git-merge#_how_to_resolve_conflicts).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.words import counted, first_changed
from gitops_assets.core.model import Severity, State


def find(facts: Facts) -> Iterator[Finding]:
    """Flag unmerged paths, once for the repository."""
    state = facts.state
    if state.has(State.CONFLICTED):
        verb = "has" if state.conflicted == 1 else "have"
        yield Finding(
            message=f"{counted(state.conflicted, 'file')} {verb} unresolved conflicts.",
            path=first_changed(state),
            remedy=facts.git("mergetool"),
        )


GATE = Gate(
    id="conflicts-resolved",
    title="No file is in conflict",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Resolve each file and git add it, or give the operation up with its --abort.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
