"""Files kept in Git LFS are here, not just their pointers.

A pointer is a text of three lines where a model, an image or an archive should be. Builds fail on it or,
worse, ship it.

Source: [git-lfs-pull](https://github.com/git-lfs/git-lfs/blob/main/docs/man/git-lfs-pull.adoc).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import counted
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag LFS pointers in the work tree, once for the repository."""
    pointers = facts.state.lfs_pointers
    if pointers is None:
        raise NotApplicable("no file of the repository is kept in Git LFS")
    if pointers:
        verb = "is" if pointers == 1 else "are"
        yield Finding(
            message=f"{counted(pointers, 'file')} {verb} not fetched from Git LFS.",
            path=".gitattributes",
            remedy=facts.git("lfs", "pull"),
        )


GATE = Gate(
    id="lfs-fetched",
    title="Git LFS files are fetched",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Install git-lfs and pull the files.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.STATE, Need.WORK_TREE}),
)
