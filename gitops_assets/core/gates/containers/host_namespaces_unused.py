"""Containers keep to their own network, processes and files.

With the host's network a container reaches what listens only on localhost there, with its processes it can
signal and read them, with its folders it can change them. Agents that run on every node by a DaemonSet have
to, and are not asked.

Source: [Kubernetes, pod security standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.manifests import Part, parts, passing
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_PODS = ("hostNetwork", "hostPID", "hostIPC")
_SERVICES = ("network_mode", "pid", "ipc")


def find(facts: Facts) -> Iterator[Finding]:
    """Flag services and pods that share a namespace with their host, and pods that mount its folders."""
    for part, _ in parts(facts, services=(), pods=()):
        if part.kind == "DaemonSet" or passing(part.path):
            continue
        if part.kind == "service":
            shared = [name for name in _SERVICES if part.said.get(name) == "host"]
        else:
            shared = [name for name in _PODS if part.true(name)]
            yield from _folders(part)
        for name in shared:
            yield Finding(
                message=f"The {part.kind} {shown(part.name)} shares the host's {_WHAT[name]}.",
                path=part.path,
                line=part.line(name),
                subject=f"{part.subject}:{name}",
                remedy=f"Remove '{name}'; publish the ports that are needed.",
            )


_WHAT = {
    **dict.fromkeys(("network_mode", "hostNetwork"), "network"),
    **dict.fromkeys(("pid", "hostPID"), "processes"),
    **dict.fromkeys(("ipc", "hostIPC"), "shared memory"),
}


def _folders(part: Part) -> Iterator[Finding]:
    for nth, volume in enumerate(part.file.items(*part.place, "volumes")):
        path = part.file.text(*part.place, "volumes", nth, "hostPath", "path")
        if path and isinstance(volume, dict) and not path.endswith(".sock"):
            yield Finding(
                message=f"The {part.kind} {shown(part.name)} mounts the host's {shown(path)}.",
                path=part.path,
                line=part.line("volumes", nth, "hostPath"),
                subject=f"{part.subject}:{path}",
                remedy="Use a persistent volume claim, a config map or an emptyDir.",
            )


GATE = Gate(
    id="host-namespaces-unused",
    title="Containers keep to their own network, processes and files",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Publish ports instead of the host's network, and use volumes instead of its folders.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
