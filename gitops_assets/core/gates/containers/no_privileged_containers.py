"""No container has all rights of the host.

A privileged container sees the host's devices and may load kernel modules: whoever is in it is root on the
host. What needs one right gets that one with `cap_add` or `capabilities.add`.

Source: [Kubernetes, pod security standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.manifests import parts
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every service of Compose and every container of a pod that is privileged."""
    for part, steps in parts(facts, services=("privileged",), containers=("securityContext", "privileged")):
        if part.true(*steps):
            yield Finding(
                message=f"The {part.kind} {shown(part.name)} is root on its host.",
                path=part.path,
                line=part.line(*steps),
                subject=part.subject,
                remedy="Remove 'privileged: true'; add the one capability or device that is needed.",
            )


GATE = Gate(
    id="no-privileged-containers",
    title="No container has all rights of the host",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Remove privileged, and add the single capability or device that is needed.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    by_file=True,
)
