"""The repository's remote is the one that the inventory names.

Same name, other origin: work goes to a fork or to a server that was given up, and updates come from a place
that nobody agreed on.

Source: [git-remote](https://git-scm.com/docs/git-remote).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import git_file, shown
from gitops_assets.core.model import Remote, RepositoryState, Severity, State
from gitops_assets.core.remote_url import redact


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a repository that is listed with another URL than its remote has."""
    state = facts.state
    if state.has(State.EXTRA):
        raise NotApplicable("the inventory does not list the repository")
    if state.has(State.MISMATCHED):
        wanted = redact(facts.listed.url) if facts.listed and facts.listed.url else "URL"
        remote = _origin(state)
        yield Finding(
            message=f"{_actual(remote)}, the inventory says {shown(wanted)}.",
            path=git_file(state, "config"),
            remedy=_remedy(facts, remote, wanted),
        )


def _origin(state: RepositoryState) -> Remote | None:
    named = (remote for remote in state.remotes if remote.name == "origin")
    return next(named, next(iter(state.remotes), None))


def _actual(remote: Remote | None) -> str:
    if remote is None:
        return "There is no remote"
    return f"The remote {shown(remote.name)} is {shown(redact(remote.url))}"


def _remedy(facts: Facts, remote: Remote | None, wanted: str) -> str:
    if remote is None:
        return facts.git("remote", "add", operands=("origin", wanted))
    return facts.git("remote", "set-url", operands=(remote.name, wanted))


GATE = Gate(
    id="remote-matches-inventory",
    title="The remote is the one in the inventory",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Point the remote at the URL in the inventory, or correct the inventory.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.INVENTORY}),
)
