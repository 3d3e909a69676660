"""What builds and editors leave behind is ignored.

Without a .gitignore somebody commits an environment, a cache or a file with passwords with `git add .` sooner
or later. Ignore rules below the root count as well.

Source: [gitignore](https://git-scm.com/docs/gitignore).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.samples import sample
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.model import Severity

_TEXTS = (".md", ".txt", ".rst", ".adoc", ".yml", ".yaml")


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree without any .gitignore of its own code, unless it holds nothing but a few texts."""
    files = facts.files
    if not all(map(sample, files.matching(".gitignore", "*/.gitignore"))):
        return
    if all(path.lower().endswith(_TEXTS) or ("/" not in path and "." not in path) for path in files.paths):
        raise NotApplicable("the tree holds nothing that a tool would build")
    yield Finding(
        message="There is no .gitignore.",
        path=".gitignore",
        remedy="Add a .gitignore for the languages and editors in use.",
    )


GATE = Gate(
    id="gitignore-present",
    title="A .gitignore is present",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Add a .gitignore for the languages and editors in use.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
    version=2,
)
