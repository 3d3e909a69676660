"""Compose services and Kubernetes pods of a tree as gates see them, each file parsed once."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from gitops_assets.core.dependencies.extractors.compose import wants as is_compose
from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.kubernetes_text import looks_like_objects, objects
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document
from gitops_assets.core.dependencies.parsers.yaml_walk import mappings
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.samples import sample
from gitops_assets.core.gates.tree_facts import TextFile, TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown, together

_KIND = re.compile(r"^kind:[ \t]*(\w+)", re.MULTILINE)
_WORKLOADS = frozenset(
    {"Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob"}
)
_PASSING = frozenset(
    {
        "test",
        "tests",
        "testing",
        "ci",
        "e2e",
        "dev",
        "develop",
        "development",
        "override",
        "local",
        "devcontainer",
        "debug",
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """A service, or the specification of a pod: where it stands, what it is called and what it says."""

    path: str
    file: Located
    place: Place
    kind: str
    name: str

    @property
    def subject(self) -> str:
        """What tells it from others of its tree."""
        return f"{self.path}:{self.kind}:{self.name}"

    @property
    def said(self) -> Mapping[str, Any]:
        """The mapping itself."""
        return self.file.mapping(*self.place)

    def true(self, *steps: str | int) -> bool:
        """Whether it says yes to something."""
        return str(self.file.at(*self.place, *steps)).lower() in {"true", "yes", "on"}

    def line(self, *steps: str | int) -> int:
        """The line of something that it says."""
        return self.file.line(*self.place, *steps)

    @property
    def built_in(self) -> bool:
        """Whether Kubernetes itself makes pods of it, and no operator or chart fills in the rest."""
        return self.kind in _WORKLOADS

    def every_container(self) -> Iterator["Part"]:
        """The containers of a pod, and those that prepare it."""
        for key in ("containers", "initContainers"):
            for nth, each in enumerate(self.file.items(*self.place, key)):
                if isinstance(each, dict):
                    where = (*self.place, key, nth)
                    yield Part(
                        self.path, self.file, where, "container", f"{self.name}/{each.get('name', nth)}"
                    )

    def containers(self) -> Iterator["Part"]:
        """The containers of a pod, those that prepare it left out."""
        for nth, each in enumerate(self.file.items(*self.place, "containers")):
            if isinstance(each, dict):
                where = (*self.place, "containers", nth)
                yield Part(self.path, self.file, where, "container", str(each.get("name") or nth))


@dataclass(frozen=True, slots=True)
class _Read:
    found: tuple[Part, ...]
    unread: tuple[NotKnown, ...]


def services(facts: Facts) -> Iterator[Part]:
    """The services of Compose files outside of samples, then NotKnown if some could not be read."""
    return _told(facts, _SERVICES, "there are no Compose files")


def pods(facts: Facts) -> Iterator[Part]:
    """The pods of Kubernetes objects outside of samples, then NotKnown if some could not be read."""
    return _told(facts, _PODS, "there are no pods of Kubernetes")


def parts(
    facts: Facts,
    *,
    services: tuple[str, ...],
    pods: tuple[str, ...] | None = None,
    containers: tuple[str, ...] | None = None,
) -> Iterator[tuple[Part, tuple[str, ...]]]:
    """Services, pods and containers, each with the steps to what is asked of its kind; None asks none."""
    read = (facts.files.once(_SERVICES), facts.files.once(_PODS))
    unread = (*read[0].unread, *read[1].unread)
    if not any(each.found for each in read) and not unread:
        raise NotApplicable("there are no Compose files and no pods of Kubernetes")
    yield from ((part, services) for part in read[0].found)
    for pod in read[1].found:
        if pods is not None:
            yield pod, pods
        if containers is not None:
            yield from ((each, containers) for each in pod.every_container())
    if unread:
        raise together(unread)


def passing(path: str) -> bool:
    """Whether a file says by its path that what it starts is for tests or for development."""
    return not _PASSING.isdisjoint(re.split(r"[^a-z0-9]+", path.lower()))


def lasting_services(facts: Facts) -> Iterator[tuple[str, list[Part]]]:
    """The services of each Compose file that is neither for tests nor for development."""
    by_file: dict[str, list[Part]] = {}
    unread: NotKnown | None = None
    try:
        for part in services(facts):
            if not passing(part.path) and ("image" in part.said or "build" in part.said):
                by_file.setdefault(part.path, []).append(part)
    except NotKnown as reason:
        unread = reason
    yield from by_file.items()
    if unread is not None:
        raise unread


def _told(facts: Facts, read: Callable[[TreeFacts], _Read], none: str) -> Iterator[Part]:
    answer = facts.files.once(read)
    if not answer.found and not answer.unread:
        raise NotApplicable(none)
    yield from answer.found
    if answer.unread:
        raise together(answer.unread)


def _read(
    wanted: Callable[[str], bool], parts: Callable[[TextFile], Iterator[Part]], tree: TreeFacts
) -> _Read:
    found: list[Part] = []
    unread: list[NotKnown] = []
    try:
        for file in tree.texts(path for path in tree.paths if wanted(path) and not sample(path)):
            try:
                found += parts(file)
            except Malformed as fault:
                unread.append(NotKnown(f"{file.path} {fault}", (file.path,)))
    except NotKnown as reason:
        unread.append(reason)
    return _Read(tuple(found), tuple(unread))


def _services_in(file: TextFile) -> Iterator[Part]:
    document = read_yaml_document(file.text)
    for name, service in document.mapping("services").items():
        if isinstance(service, dict):
            yield Part(file.path, document, ("services", name), "service", name)


def _pods_in(file: TextFile) -> Iterator[Part]:
    """Any mapping with a list of containers is a pod's, in custom resources too.

    Definitions of resources are long, and describe containers without having any.
    """
    if set(_KIND.findall(file.text)) == {"CustomResourceDefinition"} or "containers" not in file.text:
        return
    for each in objects(file.text):
        for place, value in mappings(each.file.value):
            containers = value.get("containers")
            if isinstance(containers, list) and any(_container(item) for item in containers):
                yield Part(file.path, each.file, place, each.kind, each.name)


def _container(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("image"), str)


_SERVICES = partial(_read, is_compose, _services_in)
_PODS = partial(_read, looks_like_objects, _pods_in)
