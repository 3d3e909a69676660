"""Git can read the repository.

A repository that cannot be read can be neither judged nor recovered from: a failing disk, a half-finished
copy or wrong permissions look the same from outside until somebody needs the history. Nothing else is known
of it, so every other answer about it is *unknown* rather than good. So it stays while its folder stands, also
when the git folder inside is lost; a folder that shall be a repository no more is moved away or ignored.

Source: [git-fsck](https://git-scm.com/docs/git-fsck).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import command, git_file, shown
from gitops_assets.core.model import Severity, State

_NO_GIT_FOLDER = ("not a git repository:", "not a git repository any more")


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a repository that git fails on, with git's reason."""
    state = facts.state
    if state.has(State.UNSAFE_OWNERSHIP):
        raise NotApplicable("git refuses the owner before it reads anything: see ownership-trusted")
    if state.has(State.UNREADABLE):
        yield Finding(
            message=f"The repository cannot be read: {shown(state.why or 'no reason was given')}.",
            path=git_file(state, "HEAD"),
            remedy=_remedy(facts),
        )


def _remedy(facts: Facts) -> str:
    why = (facts.state.why or "").lower()
    if why.startswith(_NO_GIT_FOLDER):
        return (
            "Restore its git folder from a backup or clone it again; if it shall be a repository no more, "
            "move the folder away or name it under ignore in the fleet file."
        )
    if "permission denied" in why and facts.state.path:
        return command("chmod", "-R", "u+rX", "--", facts.state.path)
    if facts.state.path is None:
        return facts.git("fsck", "--full")
    # With -C git would walk up from a damaged repository and check the one around it.
    bare = facts.state.has(State.BARE) or facts.state.path.endswith(".git")
    folder = facts.state.path if bare else f"{facts.state.path}/.git"
    return command("git", "--git-dir", folder, "fsck", "--full")


GATE = Gate(
    id="repository-readable",
    title="Git can read the repository",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Give yourself read permission, or let git fsck name the damage and clone the repository again.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.PRESENCE}),
)
