"""Dependabot watches every ecosystem that is in use.

Dependabot raises only what its file names: an ecosystem that came later, often the actions of the workflows
or the base images, is forgotten and stays as it was. Renovate finds ecosystems by itself and is not asked.

Source: [GitHub, dependabot options](https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference#package-ecosystem-).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.supply_chain.update_tools import (
    NAMES,
    configured,
    dependabot_file,
    needed_ecosystems,
    watched_ecosystems,
)
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every ecosystem with direct dependencies in the tree that dependabot.yml does not name."""
    path = dependabot_file(facts)
    if path is None or configured(facts, but_dependabot=True):
        raise NotApplicable("Dependabot is not the tool that raises dependencies here")
    watched = watched_ecosystems(facts, path)
    for ecosystem, example in needed_ecosystems(facts).items():
        names = NAMES[ecosystem]
        if watched.isdisjoint(names):
            yield Finding(
                message=f"Nobody raises what {shown(example)} needs from {ecosystem}.",
                path=path,
                subject=ecosystem,
                remedy=f"Write under updates: - {{package-ecosystem: {names[0]}, directory: /, "
                "schedule: {interval: weekly}}",
            )


GATE = Gate(
    id="updates-cover-ecosystems",
    title="Dependabot watches every ecosystem that is in use",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Write an entry for each package-ecosystem that is in use.",
    find=find,
    category=Category.SUPPLY_CHAIN,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=FROM_MERGE,
    required=False,
)
