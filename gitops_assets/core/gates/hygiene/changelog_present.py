"""Users are told what a new version changes.

Whoever updates has to decide whether it breaks something; a list of commits does not say. Asked of trees that
publish a package. Folders of fragments and notes on the documentation's pages count.

Source: [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Kind
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.model import Severity

_PLACES = (
    "change*",
    "*/change[sl]*",
    "*changelog*",
    "history*",
    "news*",
    "releas*",
    "*/release-notes*",
    "*/release_notes*",
    "*/releases*",
    "*/whatsnew*",
    "*/history.*",
    "*/news*",
    ".changeset/*",
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree that publishes a package and has no changelog."""
    if not any(each.kind is Kind.PACKAGE for each in facts.packages.publications):
        raise NotApplicable("no package is published from here")
    if not facts.files.matching(*_PLACES):
        yield Finding(
            message="There is no changelog.",
            path="CHANGELOG.md",
            remedy="Add a CHANGELOG.md, or let the release tool write one.",
        )


GATE = Gate(
    id="changelog-present",
    title="A changelog is present",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Add a CHANGELOG.md, or let the release tool write one.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=FROM_MERGE,
    required=False,
)
