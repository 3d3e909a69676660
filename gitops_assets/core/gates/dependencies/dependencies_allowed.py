"""Nothing is used that the fleet has banned.

A ban in fleet.yaml has a reason: malicious code, a licence, a library that nobody maintains. It holds for
what manifests ask for and for what lock files have chosen.

Source: [OWASP, vulnerable and outdated components](https://owasp.org/Top10/A06_2021-Vulnerable_and_Outdated_Components/).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.concern import at_every_claim
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every place that names a banned dependency or a banned version of one."""
    yield from at_every_claim(
        facts, ConflictKind.BANNED, "Remove it, or move to a version that is not banned."
    )


GATE = Gate(
    id="dependencies-allowed",
    title="No dependency is banned",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Remove the dependency, or move to a version that is not banned.",
    find=find,
    category=Category.DEPENDENCIES,
    needs=frozenset({Need.DEPENDENCIES}),
)
