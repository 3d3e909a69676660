"""Nobody reaches our machines' doors from everywhere.

SSH, remote desktop and databases that the whole internet may reach are tried day and night; one weak
password or one old version is enough. Flagged are rules of AWS, Google and Azure that open such a port, or
all ports, to every address.

Source: [Trivy, no public ingress](https://avd.aquasec.com/misconfig/aws/ec2/avd-aws-0107/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.firewall import ADMIN, rules
from gitops_assets.core.gates.containers.terraform import modules
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every rule of a firewall that lets every address reach a port of administration."""
    for module in modules(facts):
        for rule in rules(module):
            ports = sorted(port for port in ADMIN if any(low <= port <= high for low, high in rule.ports))
            if ports and rule.everywhere:
                which = "every port" if len(ports) == len(ADMIN) else f"{ADMIN[ports[0]]} (port {ports[0]})"
                yield Finding(
                    message=f"{shown(rule.name)} opens {which} to every address.",
                    path=rule.path,
                    line=rule.line,
                    subject=f"{rule.path}:{rule.name}",
                    remedy="Write the addresses that need it in the place of 0.0.0.0/0 and ::/0.",
                )


GATE = Gate(
    id="no-open-admin-ports",
    title="Nobody reaches our machines' doors from everywhere",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Open the port to the addresses that need it, or reach the machine through a bastion.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
)
