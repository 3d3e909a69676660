"""The newest commits carry signatures, where the fleet demands them.

A commit says of itself who made it, and anybody who may push can write any name there. A signature cannot be
written by anybody else. Asked only where `percent` is above 0: that share of the last `commits` on the
branch must carry one. Whether it is good, the forge knows that has the keys; only that it is there is seen
here. A merge made by a forge's button counts with the forge's own signature.

Source: [git, signing your work](https://git-scm.com/book/en/v2/Git-Tools-Signing-Your-Work).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import counted, git_file, shown
from gitops_assets.core.model import Severity

_SHORT = 10


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a branch of whose newest commits too few are signed, with the newest that is not."""
    percent = facts.number("percent")
    if percent <= 0:
        raise NotApplicable("the fleet demands no signatures (percent is 0)")
    commits = facts.past.commits[: int(facts.number("commits"))]
    unsigned = [commit for commit in commits if not commit.signed]
    signed = len(commits) - len(unsigned)
    if not commits or signed * 100 >= percent * len(commits):
        return
    newest = unsigned[0]
    yield Finding(
        message=f"{signed} of the newest {counted(len(commits), 'commit')} carry a signature, {percent:g} %"
        f" should; the newest without one is {newest.oid[:_SHORT]} by {shown(newest.author)}.",
        path=git_file(facts.state, "config"),
        remedy=facts.git("config", "commit.gpgSign", "true"),
    )


GATE = Gate(
    id="commits-signed",
    title="Commits are signed where the fleet demands it",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Sign commits (`git config commit.gpgSign true`) and let the forge refuse what is not signed.",
    find=find,
    category=Category.HISTORY,
    needs=frozenset({Need.TREE, Need.HISTORY}),
    stages=FROM_MERGE,
    settings={"percent": 0, "commits": 50},
    required=False,
)
