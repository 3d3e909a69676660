"""Whoever wants to help is told how.

How to set it up, how to test, what a change must have: without it, each first change costs a round of review.
Forges show the file next to a new issue or change. A chapter of the README or of the documentation counts.

Source: [GitHub, guidelines for contributors](https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/setting-guidelines-for-repository-contributors).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity

_PLACES = (
    "*contribut*.md",
    "*contribut*.rst",
    "*contribut*.txt",
    "*contribut*.adoc",
    "*hacking*",
    "*develop*.md",
)
_CHAPTER = re.compile(r"contribut|how to (?:develop|build|test)", re.IGNORECASE)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree without a guide, whose README has no chapter about it either."""
    files = facts.files
    if files.matching(*_PLACES):
        return
    if any(_CHAPTER.search(file.text) for file in files.texts(files.at_root("readme*"))):
        return
    yield Finding(
        message="Nothing says how to contribute.",
        path="CONTRIBUTING.md",
        remedy="Add a CONTRIBUTING.md: how to set up, how to test, what a change must have.",
    )


GATE = Gate(
    id="contributing-guide-present",
    title="A guide for contributors is present",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Add a CONTRIBUTING.md: how to set up, how to test, what a change must have.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
