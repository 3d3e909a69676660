"""No file is larger than git handles well.

Every clone carries every version of it for ever; forges warn at 50 MB and refuse at 100 MB. Files kept in Git
LFS are small here, because only their pointers are in git. The setting `megabytes` says what is large.

Source: [GitHub, about large files](https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import command, shown
from gitops_assets.core.model import Severity

_MEGABYTE = 1_000_000


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each file that is larger than the setting, the largest first."""
    most = facts.number("megabytes") * _MEGABYTE
    large = [(size, path) for path, size in facts.files.sizes.items() if size > most]
    for size, path in sorted(large, key=lambda each: (-each[0], each[1])):
        yield Finding(
            message=f"{shown(path)} has {size / _MEGABYTE:,.1f} MB, more than {most / _MEGABYTE:g} MB.",
            path=path,
            remedy=command("git", "lfs", "migrate", "import", "--no-rewrite", "--", path),
            subject=path,
        )


GATE = Gate(
    id="large-files-absent",
    title="No file is too large for git",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Keep it in Git LFS, publish it with a release, or fetch it when it is needed.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    settings={"megabytes": 10},
    required=False,
)
