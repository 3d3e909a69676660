"""No service can take all memory of its host.

A service with a leak takes memory until the kernel ends something, which may be another one. A limit makes
it the one that is ended. Files whose name says that they are for tests or development are not asked.

Source: [Compose deploy specification, resources](https://docs.docker.com/reference/compose-file/deploy/#resources).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.manifests import Part, lasting_services
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every Compose file with a service that has no limit for memory."""
    for path, lasting in lasting_services(facts):
        endless = [part for part in lasting if not _limited(part)]
        if endless:
            yield Finding(
                message=f"The service {shown(endless[0].name)} may take all memory of its host.",
                path=path,
                line=endless[0].line(),
                subject=path,
                remedy="Write below each service: deploy: {resources: {limits: {memory: 512M}}}",
            )


def _limited(part: Part) -> bool:
    limits = part.file.mapping(*part.place, "deploy", "resources", "limits")
    return "memory" in limits or bool(part.said.keys() & {"mem_limit", "extends"})


GATE = Gate(
    id="services-memory-limited",
    title="No service can take all memory of its host",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Write deploy.resources.limits.memory for each service.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    required=False,
    by_file=True,
)
