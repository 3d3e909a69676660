"""No container can command the container engine.

Whoever may write to `docker.sock` can start a container with the host's disk in it, which is root on the
host; mounting it read-only changes nothing, because asking is enough. A proxy that lets few requests through
does for most tools.

Source: [Docker, protect the socket](https://docs.docker.com/engine/security/protect-access/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.manifests import parts
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_SOCKETS = ("docker.sock", "containerd.sock", "podman.sock", "crio.sock")


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every service of Compose and every pod that mounts the socket of a container engine."""
    for part, steps in parts(facts, services=("volumes",), pods=("volumes",)):
        for nth, volume in enumerate(part.file.items(*part.place, *steps)):
            source = _source(volume)
            if source.endswith(_SOCKETS) and "proxy" not in part.name.lower():
                yield Finding(
                    message=f"The {part.kind} {shown(part.name)} can command the engine of its host.",
                    path=part.path,
                    line=part.line(*steps, nth),
                    subject=part.subject,
                    remedy="Remove the mount of the socket, or give the service a socket proxy instead.",
                )


def _source(volume: object) -> str:
    """The path on the host: ``source:target``, or the longer forms of Compose and Kubernetes."""
    if isinstance(volume, str):
        return volume.partition(":")[0]
    found = volume.get("source") or volume.get("hostPath") if isinstance(volume, dict) else None
    path = found.get("path") if isinstance(found, dict) else found
    return path if isinstance(path, str) else ""


GATE = Gate(
    id="docker-socket-unmounted",
    title="No container can command the container engine",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Remove the mount, or put a socket proxy in between.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    by_file=True,
)
