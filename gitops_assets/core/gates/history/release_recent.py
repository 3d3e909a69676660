"""What was committed is released before a year has passed.

Users get releases, not commits: a fix that nobody tags helps nobody. The last tag is compared with the newest
commit, so that a project which rests is not blamed for resting; one that never tagged anything releases by
other means.

Source: [OpenSSF Best Practices, unique version numbering and release notes](https://www.bestpractices.dev/en/criteria/0#0.version_unique).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import git_file, shown
from gitops_assets.core.model import Severity

_DAY = 86_400


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a branch whose newest commit is more than the allowed days younger than the newest tag."""
    past = facts.past
    if past.release is None:
        raise NotApplicable("nothing is tagged")
    if not past.commits:
        raise NotApplicable("there is no commit yet")
    tag, released = past.release
    days = (past.commits[0].committed - released) // _DAY
    if days > facts.number("days"):
        yield Finding(
            message=f"The last tag, {shown(tag)}, is {days} days older than the newest commit.",
            path=git_file(facts.state, "HEAD"),
            remedy=facts.git("tag", "--annotate", "VERSION"),
        )


GATE = Gate(
    id="release-recent",
    title="Work is released within a year",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Tag a release, or delete tags that were never releases.",
    find=find,
    category=Category.HISTORY,
    needs=frozenset({Need.TREE, Need.HISTORY}),
    stages=FROM_MERGE,
    settings={"days": 365},
    required=False,
)
