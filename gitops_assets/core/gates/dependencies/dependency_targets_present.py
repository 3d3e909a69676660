"""Every repository of the fleet that is depended on is here.

A dependency on a repository that was removed, archived away or never cloned still resolves today, from a
registry or a cache. The next fix has no place to be made in.

Source: [Deleting a repository](https://docs.github.com/en/repositories/creating-and-managing-repositories/deleting-a-repository).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.concern import at_every_claim
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every place that depends on a repository of the fleet that is not here."""
    yield from at_every_claim(
        facts, ConflictKind.MISSING, "Bring the repository back, or depend on what took its place."
    )


GATE = Gate(
    id="dependency-targets-present",
    title="Repositories that are depended on are here",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Clone or restore the repository, or depend on what took its place.",
    find=find,
    category=Category.DEPENDENCIES,
    needs=frozenset({Need.DEPENDENCIES}),
)
