"""Constraints that the fleet wants the same are the same.

Some dependencies are a decision of the fleet and not of a repository: one framework, one compiler, one base.
Where their constraints drift apart, an update reaches some repositories and not others.

Source: [Pull requests for version updates](https://docs.github.com/en/code-security/dependabot/dependabot-version-updates).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.concern import at_every_change
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag constraints that differ from the one that most repositories have."""
    yield from at_every_change(facts, ConflictKind.RANGE, "Agree with the others on one constraint.")


GATE = Gate(
    id="constraints-aligned",
    title="Constraints that must be the same are the same",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Write the constraint that the finding names.",
    find=find,
    category=Category.DEPENDENCIES,
    needs=frozenset({Need.DEPENDENCIES}),
)
