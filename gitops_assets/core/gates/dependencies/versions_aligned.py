"""The repository is at the version that most of the fleet can use.

Versions that differ, or exclude each other in repositories that are never installed together, break nothing
today. Each has to be tested, patched and understood by itself, and is a conflict for whoever uses both.

Source: [Semantic Versioning](https://semver.org/#introduction).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.concern import at_every_change
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag versions that differ from the one on which the fewest have to move."""
    yield from at_every_change(facts, ConflictKind.SKEW, _OTHERWISE)
    yield from at_every_change(facts, ConflictKind.CONFLICT, _OTHERWISE, fits=lambda each: not each.breaks)


_OTHERWISE = "Agree with the others on one version."

GATE = Gate(
    id="versions-aligned",
    title="Versions are those of the rest of the fleet",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Update to the version that the finding names.",
    find=find,
    category=Category.DEPENDENCIES,
    needs=frozenset({Need.DEPENDENCIES}),
)
