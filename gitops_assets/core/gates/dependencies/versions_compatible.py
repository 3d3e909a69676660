"""A version exists that satisfies this repository and all that are installed together with it.

Where one repository needs another and both demand versions that exclude each other, nobody can install the
two: neither they nor whatever uses both. The finding stands where the fewest have to change.

Source: [Semantic Versioning](https://semver.org/#spec-item-8).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.concern import at_every_change
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag constraints that exclude those of a repository that is used together with this one."""
    yield from at_every_change(
        facts,
        ConflictKind.CONFLICT,
        "Agree with the others on one version.",
        fits=lambda each: bool(each.breaks),
    )


GATE = Gate(
    id="versions-compatible",
    title="Versions demanded here and elsewhere can meet",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Move the constraints that exclude the others; the finding says to which version.",
    find=find,
    category=Category.DEPENDENCIES,
    needs=frozenset({Need.DEPENDENCIES}),
)
