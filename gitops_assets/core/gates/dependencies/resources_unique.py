"""No other repository claims the same port, volume, network, container or image name.

Two services on one host cannot listen on one port, two that share a volume write over each other, and of two
repositories that push one image name the last to build wins.

Source: [Compose file, ports](https://docs.docker.com/reference/compose-file/services/#ports).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.concern import at_every_claim
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every place that claims what another repository claims too."""
    yield from at_every_claim(
        facts, ConflictKind.RESOURCE, "Choose another one here or there, or waive it if they never meet."
    )


GATE = Gate(
    id="resources-unique",
    title="Ports, volumes, networks and names are claimed once",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Choose another port or name in one of the repositories; waive it if they never run side by side.",
    find=find,
    category=Category.DEPENDENCIES,
    needs=frozenset({Need.DEPENDENCIES}),
)
