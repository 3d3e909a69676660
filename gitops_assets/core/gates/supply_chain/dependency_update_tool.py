"""A tool proposes newer dependencies by itself.

What nobody raises gets old, and the day a weakness in it is published the way to the mended version is long.
Counted are Dependabot, Renovate, PyUp and Scala Steward; what is switched on only in the settings of a forge
cannot be seen here.

Source: [OpenSSF Scorecard, dependency update tool](https://github.com/ossf/scorecard/blob/main/docs/checks.md#dependency-update-tool).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.supply_chain.update_tools import configured, needed_ecosystems
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree that needs packages and has no configuration of an update tool."""
    if not needed_ecosystems(facts):
        raise NotApplicable("no package is needed that such a tool could raise")
    if not configured(facts):
        yield Finding(
            message="No tool proposes newer versions of what this needs.",
            path=".github/dependabot.yml",
            remedy="Commit .github/dependabot.yml with each package-ecosystem, or a renovate.json.",
        )


GATE = Gate(
    id="dependency-update-tool",
    title="A tool proposes newer dependencies by itself",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Commit a .github/dependabot.yml or a renovate.json.",
    find=find,
    category=Category.SUPPLY_CHAIN,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=FROM_MERGE,
    required=False,
)
