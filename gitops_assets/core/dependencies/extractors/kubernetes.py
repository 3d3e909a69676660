"""Kubernetes manifests: the images that containers run, and the ports that they take on the hosts.

Read are YAML files in the folders where manifests stand (k8s, manifests, deploy, base, overlays, clusters,
apps …) and files named after an object (deployment.yaml). Any list of containers in any kind of object
counts, so custom resources are seen too. Charts' templates are no YAML and are not read.

Source: [Pod](https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/).
"""

from collections.abc import Iterator, Mapping

from gitops_assets.core.dependencies.ecosystems.images import needed
from gitops_assets.core.dependencies.model import Claim, Extractor, Row
from gitops_assets.core.dependencies.parsers.kubernetes_text import (
    KubernetesObject,
    looks_like_objects,
    objects,
)
from gitops_assets.core.dependencies.parsers.located import Place
from gitops_assets.core.dependencies.parsers.ports import host_ports
from gitops_assets.core.dependencies.parsers.yaml_walk import mappings

_CONTAINERS = frozenset({"containers", "initContainers", "ephemeralContainers"})


def wants(path: str) -> bool:
    """YAML where Kubernetes objects are kept."""
    return looks_like_objects(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a container, one claim a host's port."""
    for each in objects(text):
        for place, value in mappings(each.file.value):
            if len(place) > 1 and place[-2] in _CONTAINERS:
                yield from _container(each, place, path)
            elif len(place) > 1 and place[-2] == "volumes":
                yield from _volume(each, place, path)
            elif len(place) > 1 and place[-2] == "ports":
                yield from _port(each, place, value, path)


def _container(each: KubernetesObject, place: Place, path: str) -> Iterator[Row]:
    image = each.file.text(*place, "image")
    if image:
        yield from needed(image, path, each.file.line(*place, "image"))


def _volume(each: KubernetesObject, place: Place, path: str) -> Iterator[Row]:
    """A volume made of an image (KEP-4639)."""
    image = each.file.text(*place, "image", "reference")
    if image:
        yield from needed(image, path, each.file.line(*place, "image", "reference"))


def _port(each: KubernetesObject, place: Place, value: Mapping[str, object], path: str) -> Iterator[Row]:
    for key in ("hostPort", "nodePort"):
        number, protocol = value.get(key), value.get("protocol")
        if isinstance(number, str):
            for port in host_ports(number, protocol if isinstance(protocol, str) else ""):
                line = each.file.line(*place, key)
                detail = f"{key} of {each.kind} {each.name}".rstrip()
                yield Claim(resource="port", name=port.name, path=path, line=line, detail=detail)


EXTRACTOR = Extractor(
    id="kubernetes",
    title="Kubernetes manifests",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yml", ".yaml"),
)
