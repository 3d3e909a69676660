"""Pods run as somebody other than root.

A container of Kubernetes runs as the user of its image, which is mostly root, unless the pod says otherwise;
`runAsNonRoot` makes the node refuse to start it as root.

Source: [Kubernetes, pod security standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.manifests import Part, pods
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every pod with a container for which neither it nor the pod rules root out."""
    for pod in pods(facts):
        if pod.built_in and not _ruled_out(pod) and not all(_ruled_out(each) for each in pod.containers()):
            yield Finding(
                message=f"The {pod.kind} {shown(pod.name)} may run as root.",
                path=pod.path,
                line=pod.line("securityContext") if "securityContext" in pod.said else pod.line("containers"),
                subject=pod.subject,
                remedy="Write beside containers: securityContext: {runAsNonRoot: true}",
            )


def _ruled_out(part: Part) -> bool:
    user = part.file.text(*part.place, "securityContext", "runAsUser")
    return part.true("securityContext", "runAsNonRoot") or (user is not None and user.strip("0") != "")


GATE = Gate(
    id="pods-run-as-nonroot",
    title="Pods run as somebody other than root",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Write runAsNonRoot: true into the securityContext of the pod.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
