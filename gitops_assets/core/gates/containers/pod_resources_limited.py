"""No pod can take all memory of its node.

A container without a limit takes memory until the kernel ends something on the node, which may be a
neighbour; without requests the scheduler puts too many pods on one node.

Source: [Kubernetes, resource management](https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.manifests import Part, pods
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every pod with a container that has no limit for memory."""
    for pod in pods(facts):
        endless = [each for each in pod.containers() if not _limited(each)]
        if endless and pod.built_in and "resources" not in pod.said:
            yield Finding(
                message=f"The container {shown(endless[0].name)} of {shown(pod.name)} may take all memory.",
                path=pod.path,
                line=endless[0].line(),
                subject=pod.subject,
                remedy="Write below the container: resources: {limits: {memory: 256Mi}}",
            )


def _limited(part: Part) -> bool:
    return "memory" in part.file.mapping(*part.place, "resources", "limits")


GATE = Gate(
    id="pod-resources-limited",
    title="No pod can take all memory of its node",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Write resources.limits.memory for each container.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
