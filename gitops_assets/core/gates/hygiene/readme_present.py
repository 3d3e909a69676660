"""A README says what this is.

It is the first thing that everybody sees, at the forge and in the registry. One with a title and nothing else
leaves all questions open: the setting `characters` says how much is too little.

Source: [GitHub, about READMEs](https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-readmes).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import counted
from gitops_assets.core.model import Severity
from gitops_assets.core.tree import Mode

_PLACES = ("readme", "readme.*", ".github/readme*", "docs/readme*")
_REMEDY = "Write what it is for, how it is installed, and how it is used."


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree without a README where forges look for one, or with one that says next to nothing."""
    files = facts.files
    found = [path for path in files.matching(*_PLACES) if path.count("/") < 2]
    if not found:
        yield Finding(message="There is no README.", path="README.md", remedy=_REMEDY)
    elif not any(files.mode(path) is Mode.LINK for path in found):
        sizes = {file.path: len("".join(file.text.split())) for file in files.texts(found)}
        if sizes and max(sizes.values()) < facts.number("characters"):
            path = max(sizes, key=lambda path: sizes[path])
            said = counted(sizes[path], "character")
            yield Finding(message=f"The README has only {said}.", path=path, remedy=_REMEDY)


GATE = Gate(
    id="readme-present",
    title="A README says what this is",
    doc=__doc__,
    severity=Severity.LOW,
    remedy=_REMEDY,
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    settings={"characters": 100},
    required=False,
)
