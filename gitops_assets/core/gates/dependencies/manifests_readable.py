"""Every manifest could be read.

A file that names dependencies and cannot be read is a hole: what it needs is in no graph, no ban reaches it
and nobody is told when it breaks.

Source: [CycloneDX, known unknowns](https://cyclonedx.org/guides/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.dependencies.concern import sentence, usable
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every file, or part of one, that gave no dependencies."""
    for row in facts.needed.skipped:
        yield Finding(
            message=sentence(f"The file {shown(row.path)} {row.reason}"),
            path=usable(row.path),
            line=max(1, row.line),
            subject=row.path,
            remedy="Correct the file; if nothing needs it, list it under dependencies.ignore in fleet.yaml.",
        )


GATE = Gate(
    id="manifests-readable",
    title="Manifests and lock files can be read",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Correct the file, or list it under dependencies.ignore in fleet.yaml.",
    find=find,
    category=Category.DEPENDENCIES,
    needs=frozenset({Need.DEPENDENCIES}),
)
