"""What git keeps of the past is small enough to clone.

Each clone, each build machine and each backup pays for every version of every file. Large binaries that were
deleted long ago are still in it. Measured is the object database of this clone; one of a shallow clone, or
one that borrows objects from another, says nothing about that.

Source: [GitHub, repository limits](https://docs.github.com/en/repositories/creating-and-managing-repositories/repository-limits).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import git_file
from gitops_assets.core.model import Severity

_MEGABYTE = 1_000_000


def find(facts: Facts) -> Iterator[Finding]:
    """Flag an object database beyond the threshold, or say that it cannot be measured here."""
    past, most = facts.past, facts.number("megabytes") * _MEGABYTE
    if past.bytes_stored is None:
        raise NotApplicable("the objects are shared with another repository")
    if past.bytes_stored > most:
        yield Finding(
            message=f"The history takes {past.bytes_stored // _MEGABYTE:,} MB, more than"
            f" {most / _MEGABYTE:,.0f} MB.",
            path=git_file(facts.state, "objects"),
            remedy=facts.git("gc"),
        )
    elif not past.complete:
        raise NotApplicable("the clone is shallow")


GATE = Gate(
    id="history-small",
    title="The history is small enough to clone",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Run git gc; if that is not enough, move large files to Git LFS with git-filter-repo.",
    find=find,
    category=Category.HISTORY,
    needs=frozenset({Need.TREE, Need.HISTORY}),
    stages=FROM_MERGE,
    settings={"megabytes": 1000},
    required=False,
)
