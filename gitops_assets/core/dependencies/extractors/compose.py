"""Compose files: the images and folders that services are made of, and what they take on a host.

A service with ``image`` and ``build`` offers that image; one under a ``profile`` is optional. Published
ports, container names, and volumes and networks with a ``name`` of their own are claims; an ``external``
volume or network is a dependency on whoever defines it. Variables become their defaults; the ``.env``
beside the file is put in by a linker (`compose-variables`), and what stays unknown is inferred.

Source: [Compose file reference](https://docs.docker.com/reference/compose-file/).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.images import needed, offered
from gitops_assets.core.dependencies.ecosystems.references import to_git, to_place
from gitops_assets.core.dependencies.links.compose_variables import BUILT, NEEDED
from gitops_assets.core.dependencies.model import (
    Claim,
    Definition,
    Dependency,
    Extractor,
    Kind,
    Publication,
    Row,
    Scope,
)
from gitops_assets.core.dependencies.parsers.git_address import git_address
from gitops_assets.core.dependencies.parsers.in_tree import file_of, folder_of
from gitops_assets.core.dependencies.parsers.located import Located, Place, Step
from gitops_assets.core.dependencies.parsers.ports import HostPort, host_ports, short_port
from gitops_assets.core.dependencies.parsers.variables import interpolated
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document

_STARTS = ("compose", "docker-compose", "podman-compose")
_YAML = (".yml", ".yaml")
_SHARED = {"volumes": ("volume", Kind.DATA), "networks": ("network", Kind.CONFIG)}


def wants(path: str) -> bool:
    """compose*.y*ml, docker-compose*.y*ml, and *.compose.y*ml."""
    name = file_of(path).lower()
    if not name.endswith(_YAML):
        return False
    stem = name.rpartition(".")[0]
    start = next((each for each in reversed(_STARTS) if stem.startswith(each)), None)
    return stem.endswith(".compose") or (
        start is not None and stem[len(start) : len(start) + 1] in {*".-_", ""}
    )


def extract(path: str, text: str) -> Iterator[Row]:
    """Images, build contexts and included files of every service; its claims; what is shared with others."""
    read = _Compose(path, read_yaml_document(text))
    yield from read.rows()


class _Compose:
    """One file; the rows of its services, includes, volumes and networks."""

    def __init__(self, path: str, document: Located) -> None:
        self._path, self._file = path, document
        self._folder = folder_of(path)
        self._scope = Scope.DEV if ".devcontainer" in path.split("/") else _scope(file_of(path))

    def rows(self) -> Iterator[Row]:
        """What the whole file needs: included files, services, and what services share."""
        for nth, item in enumerate(_listed(self._file.at("include"))):
            paths = item.get("path") if isinstance(item, dict) else item
            for each in _listed(paths):
                yield from self._reference(each, ("include", nth), Kind.CONFIG, self._scope)
        for place in self._services():
            yield from self._service(place)
        for section, (resource, kind) in _SHARED.items():
            for key in self._file.mapping(section):
                yield from self._shared((section, key), resource, kind)

    def _services(self) -> Iterator[Place]:
        """The places of all services; the first version of the format has them at the top."""
        names = self._file.mapping()
        top: Place = ("services",) if "services" in names or "version" in names else ()
        for name, service in self._file.mapping(*top).items():
            if isinstance(service, dict) and (top or "image" in service or "build" in service):
                yield (*top, name)

    def _text(self, *place: str | int) -> str:
        return interpolated(self._file.text(*place) or "", {})

    def _service(self, place: Place) -> Iterator[Row]:
        scope = Scope.OPTIONAL if self._file.items(*place, "profiles") else self._scope
        image, line = self._text(*place, "image"), self._file.line(*place, "image")
        built = self._file.at(*place, "build") is not None
        if built:
            yield from offered(image, self._path, line)
            yield from self._build((*place, "build"))
        else:
            yield from needed(image, self._path, line, scope=scope)
        written = self._file.text(*place, "image") or ""
        if "$" in written:
            group = BUILT if built else NEEDED
            yield Definition(group=group, name=str(place[-1]), value=written, path=self._path, line=line)
        extended = (*place, "extends", "file")
        yield from self._reference(self._file.at(*extended), extended, Kind.CONFIG, scope)
        yield from self._claims(place)

    def _build(self, place: Place) -> Iterator[Row]:
        written = self._file.at(*place)
        context = written if isinstance(written, str) else self._file.at(*place, "context")
        yield from self._reference(context, place, Kind.IMAGE, Scope.BUILD)
        extra = (*place, "additional_contexts")
        named = self._file.mapping(*extra)
        pairs: list[tuple[Step, object]] = [*named.items()]
        pairs += [(nth, each.partition("=")[2]) for nth, each in self._file.texts(*extra)]
        for step, value in pairs:
            if isinstance(value, str) and not value.startswith("service:"):
                yield from self._reference(value, (*extra, step), Kind.IMAGE, Scope.BUILD)

    def _reference(self, written: object, place: Place, kind: Kind, scope: Scope) -> Iterator[Row]:
        """What a path, a git address or an image in the place of a path leads to."""
        text, line = interpolated(written, {}) if isinstance(written, str) else "", self._file.line(*place)
        if text.startswith(("docker-image://", "oci://")):
            yield from needed(text, self._path, line, scope=scope)
        elif text and (address := git_address(text)):
            yield to_git(address, self._path, line, kind=kind, scope=scope)
        elif text and "://" not in text:
            yield from to_place(
                text, self._path, line, folder=self._folder, kind=kind, ecosystem="docker", scope=scope
            )

    def _claims(self, place: Place) -> Iterator[Row]:
        name = self._text(*place, "container_name")
        if name:
            line = self._file.line(*place, "container_name")
            yield Claim(resource="container", name=name, path=self._path, line=line, detail=str(place[-1]))
        for nth, item in enumerate(self._file.items(*place, "ports")):
            for port in self._ports(item, (*place, "ports", nth)):
                line = self._file.line(*place, "ports", nth)
                yield Claim(resource="port", name=port.name, path=self._path, line=line, detail=port.address)

    def _ports(self, item: object, place: Place) -> Iterator[HostPort]:
        if isinstance(item, str):
            yield from short_port(interpolated(item, {}))
        elif isinstance(item, dict):
            asked = (self._text(*place, each) for each in ("published", "protocol", "host_ip"))
            yield from host_ports(*asked)

    def _shared(self, place: Place, resource: str, kind: Kind) -> Iterator[Row]:
        external, line = self._file.at(*place, "external"), self._file.line(*place)
        name = self._text(*place, "name")
        ecosystem = f"docker-{resource}"
        if external is not None and str(external).lower() not in {"false", "no"}:
            name = name or self._text(*place, "external", "name") or str(place[-1])
            yield Dependency(kind=kind, ecosystem=ecosystem, name=name, path=self._path, line=line)
        elif name:
            yield Publication(kind=kind, ecosystem=ecosystem, name=name, path=self._path, line=line)
            yield Claim(resource=resource, name=name, path=self._path, line=line, detail=str(place[-1]))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _scope(name: str) -> Scope:
    words = name.lower().replace("-", ".").replace("_", ".").split(".")
    if {"test", "tests", "testing", "ci", "e2e"} & set(words):
        return Scope.TEST
    return Scope.DEV if {"dev", "development", "override", "local"} & set(words) else Scope.RUNTIME


EXTRACTOR = Extractor(
    id="compose",
    title="Compose files",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yml", ".yaml"),
    version=2,
)
