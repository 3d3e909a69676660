"""A version exists that satisfies this repository and all others.

Where two repositories demand versions that exclude each other, nobody can install both: not the service that
uses two libraries, not the workspace that holds them. The finding stands where the fewest have to change.

Source: [Semantic Versioning](https://semver.org/#spec-item-8).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.graph_model import ConflictKind
from gitops_assets.core.gates.concern import at_every_change
from gitops_assets.core.gates.model import Facts, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag constraints that no version satisfies together with those of other repositories."""
    yield from at_every_change(facts, ConflictKind.CONFLICT, "Agree with the others on one version.")


GATE = Gate(
    id="versions-compatible",
    title="Versions demanded here and elsewhere can meet",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Move the constraints that exclude the others; the finding says to which version.",
    find=find,
    needs=frozenset({Need.DEPENDENCIES}),
)
