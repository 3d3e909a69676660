"""Services come back after a crash and after the host restarts.

Compose starts a service again only if it says `restart`; without it a crash at night is found by the users
in the morning. Files whose name says that they are for tests or development are not asked.

Source: [Compose file reference, restart](https://docs.docker.com/reference/compose-file/services/#restart).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.manifests import lasting_services
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every Compose file with a service that does not say when it is restarted."""
    for path, lasting in lasting_services(facts):
        silent = [part for part in lasting if not part.said.keys() & {"restart", "deploy", "extends"}]
        if silent:
            yield Finding(
                message=f"The service {shown(silent[0].name)} does not come back after a crash.",
                path=path,
                line=silent[0].line(),
                subject=path,
                remedy="Write below each service that stays up: restart: unless-stopped",
            )


GATE = Gate(
    id="services-restarted",
    title="Services come back after a crash and after the host restarts",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Write restart: unless-stopped for each service that stays up.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    required=False,
    by_file=True,
)
