"""Packages are published by a workflow, and not from somebody's machine.

What a workflow publishes was built from a commit that everybody can look at; what somebody uploads by hand
may be anything. Asked are trees with workflows that offer a package of npm, PyPI, crates.io, RubyGems, NuGet
or Maven under a name.

Source: [OpenSSF Scorecard, packaging](https://github.com/ossf/scorecard/blob/main/docs/checks.md#packaging).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Publication
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.supply_chain.releases import releases
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_REGISTRIES = frozenset({"npm", "pypi", "cargo", "gem", "nuget", "maven"})
_PRIVATE = re.compile(r"\"private\"\s*:\s*true|Private :: |^publish\s*=\s*false", re.MULTILINE)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree that offers a package at its root and whose workflows publish nothing.

    What has a Dockerfile beside it, or says that it is private, is an application and no package.
    """
    offered = [each for each in facts.packages.publications if _published(facts, each)]
    if not offered:
        raise NotApplicable("no package with a version is offered at the root")
    try:
        if next(releases(facts), None):
            return
    except NotApplicable as reason:
        if "there are no workflows" in str(reason):
            raise
    yield Finding(
        message=f"No workflow publishes {shown(offered[0].name)}.",
        path=offered[0].path,
        line=offered[0].line,
        subject=offered[0].name,
        remedy="Write a workflow on release that builds and publishes, best without stored passwords.",
    )


def _published(facts: Facts, each: Publication) -> bool:
    if (
        each.ecosystem not in _REGISTRIES
        or not each.version
        or "/" in each.path
        or "Dockerfile" in facts.files
    ):
        return False
    return not _PRIVATE.search(facts.files.text(each.path).text)


GATE = Gate(
    id="packages-published-by-workflow",
    title="Packages are published by a workflow, and not from somebody's machine",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Publish from a workflow that starts with a tag or a release.",
    find=find,
    category=Category.SUPPLY_CHAIN,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    required=False,
)
