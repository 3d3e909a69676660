"""Git trusts the owner of the repository's folder.

Git refuses to read a repository that belongs to another user, because its configuration could make git run
that user's commands. Read carelessly, the refusal looks like an empty, clean repository. Until the folder is
trusted, nothing about it is known.

Source: [git-config, safe.directory](https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.gates.words import command, git_file
from gitops_assets.core.model import Severity, State


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a folder that git calls one of dubious ownership."""
    state = facts.state
    if state.has(State.UNREADABLE):
        raise NotKnown(f"the repository cannot be read: {state.why or 'no reason was given'}")
    if state.has(State.UNSAFE_OWNERSHIP):
        yield Finding(
            message="Git refuses the repository: its folder belongs to another user.",
            path=git_file(state, "config"),
            remedy=command("git", "config", "--global", "--add", "safe.directory", state.path or "PATH"),
        )


GATE = Gate(
    id="ownership-trusted",
    title="Git trusts the owner of the folder",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Give the folder to the user who audits it, or list it as safe.directory if you trust its owner.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.PRESENCE}),
)
