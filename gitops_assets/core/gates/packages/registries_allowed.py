"""Packages are fetched from registries that the fleet allows.

A registry that nobody vetted can serve another package under a known name (dependency confusion), and what
it serves is in no mirror and in no audit. Which hosts are allowed is the fleet's to say: without the setting
`hosts` the question is not asked.

Source: [OWASP CICD-SEC-3, dependency chain abuse](https://owasp.org/www-project-top-10-ci-cd-security-risks/CICD-SEC-03-Dependency-Chain-Abuse).
"""

from collections.abc import Iterator

from gitops_assets.core.fleet.globs import covers
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.packages.registries import registries
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each host that the tree has packages fetched from and that no pattern of ``hosts`` covers."""
    hosts = facts.words("hosts")
    if not hosts:
        raise NotApplicable("the fleet lists no allowed hosts")
    for named in facts.files.once(registries):
        if not named.local and not any(covers(each.lower(), named.host) for each in hosts):
            yield Finding(
                message=f"Packages are fetched from {shown(named.host)}, which the fleet does not allow.",
                path=named.path,
                line=named.line,
                subject=f"{named.path}:{named.host}",
                remedy="Use an allowed registry, or add the host to the gate's setting hosts in fleet.yaml.",
            )


GATE = Gate(
    id="registries-allowed",
    title="Packages are fetched from registries that the fleet allows",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Use an allowed registry, or allow this one in fleet.yaml.",
    find=find,
    category=Category.PACKAGES,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    settings={"hosts": ()},
)
