"""The remote was asked lately.

Ahead and behind compare with what was last fetched: "behind 0 as of nine days ago" is not "in sync". Until
the next fetch, what the others did since is not known.

Source: [git-fetch](https://git-scm.com/docs/git-fetch).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown
from gitops_assets.core.gates.words import git_file
from gitops_assets.core.model import RepositoryState, Severity, State


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a repository whose last fetch is older than the fleet's threshold.

    The message names the day and not the age, so that it stays the same from audit to audit.
    """
    state = facts.state
    if state.has(State.STALE):
        yield Finding(
            message=f"{_asked(state)}; ahead and behind are no newer than that.",
            path=git_file(state, "config"),
            remedy=facts.git("fetch", "--all"),
        )
    elif not state.remotes:
        raise NotApplicable("there is no remote to fetch from")
    elif state.fetched is None:
        raise NotKnown("when the remote was last fetched is not recorded")


def _asked(state: RepositoryState) -> str:
    if state.fetched is None:
        return "The remote was never fetched"
    return f"The last fetch was on '{datetime.fromtimestamp(state.fetched, UTC):%Y-%m-%d}'"


GATE = Gate(
    id="fetch-recent",
    title="The remote was fetched lately",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Fetch, or audit with --fetch.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.CLOCK}),
)
