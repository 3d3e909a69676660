"""Kubernetes can tell whether a service is well.

Without a readiness probe a pod gets requests before it can answer them; without a liveness probe one that
hangs stays. Asked are Deployments, StatefulSets and DaemonSets whose containers name a port.

Source: [Kubernetes, probes](https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.manifests import pods
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_STAYING = frozenset({"Deployment", "StatefulSet", "DaemonSet"})
_PROBES = frozenset({"readinessProbe", "livenessProbe", "startupProbe"})


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every pod that stays, names a port and has no probe in any of its containers."""
    for pod in pods(facts):
        held = list(pod.containers())
        serving = [each for each in held if each.said.get("ports")]
        if pod.kind in _STAYING and serving and not any(each.said.keys() & _PROBES for each in held):
            yield Finding(
                message=f"Nothing asks whether the container {shown(serving[0].name)} answers.",
                path=pod.path,
                line=serving[0].line(),
                subject=pod.subject,
                remedy="Write below the container a readinessProbe that asks its port.",
            )


GATE = Gate(
    id="pod-probes-set",
    title="Kubernetes can tell whether a service is well",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Write a readinessProbe for each container that serves.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
