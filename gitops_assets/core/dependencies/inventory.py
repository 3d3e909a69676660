"""What the fleet is made of: every package once with its versions and users, and the technologies in use."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.model import Dependency, Kind, Publication, purl


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """One thing that repositories of the fleet depend on.

    ``versions`` are the resolved ones, ``constraints`` what is demanded; both sorted as text and each once.
    ``repositories`` are the slugs of those that need it, ``internal`` whether one of the fleet offers it.
    """

    kind: Kind
    ecosystem: str
    name: str
    versions: tuple[str, ...]
    constraints: tuple[str, ...]
    repositories: tuple[str, ...]
    internal: bool

    @property
    def purl(self) -> str | None:
        """The package URL without a version."""
        return purl(self.ecosystem, self.name)


@dataclass(frozen=True, slots=True)
class Technology:
    """A language's packages, or another way of building and running, and the repositories that show it."""

    name: str
    repositories: tuple[str, ...]


_ECOSYSTEMS: Mapping[str, str] = {
    "npm": "JavaScript (npm)",
    "pypi": "Python (PyPI)",
    "golang": "Go",
    "cargo": "Rust (cargo)",
    "maven": "Java (Maven, Gradle)",
    "gem": "Ruby (gems)",
    "composer": "PHP (composer)",
    "nuget": ".NET (NuGet)",
    "conan": "C/C++ (conan)",
    "vcpkg": "C/C++ (vcpkg)",
    "cmake": "C/C++ (CMake)",
    "terraform": "Terraform",
    "helm": "Helm",
    "gitlab": "GitLab CI",
    "openapi": "OpenAPI",
    "asyncapi": "AsyncAPI",
    "proto": "gRPC",
    "proto-file": "gRPC",
}
_KINDS: Mapping[Kind, str] = {
    Kind.IMAGE: "Containers",
    Kind.ACTION: "GitHub Actions",
    Kind.HOOK: "pre-commit",
    Kind.SUBMODULE: "git submodules",
    Kind.DEPLOYMENT: "Argo CD, Flux, Kustomize",
    Kind.TEMPLATE: "Templates (copier, cruft)",
}


def packages(members: Iterable[Member]) -> tuple[Used, ...]:
    """Everything that is needed, most used first; what is only local to a repository is left out."""
    present = [member for member in members if member.present]
    offered = {(each.ecosystem, each.name) for member in present for each in member.known.publications}
    needs: defaultdict[tuple[Kind, str, str], list[tuple[str, Dependency]]] = defaultdict(list)
    for member in present:
        for each in member.known.dependencies:
            if each.local is None:
                needs[each.kind, each.ecosystem, each.name].append((member.slug, each))
    used = (
        Used(
            kind=kind,
            ecosystem=ecosystem,
            name=name,
            versions=_once(each.resolved for _, each in claims),
            constraints=_once(each.constraint for _, each in claims),
            repositories=_once(slug for slug, _ in claims),
            internal=(ecosystem, name) in offered,
        )
        for (kind, ecosystem, name), claims in needs.items()
    )
    order = list(Kind)
    return tuple(
        sorted(
            used,
            key=lambda row: (order.index(row.kind), -len(row.repositories), row.ecosystem, row.name),
        )
    )


def technologies(members: Iterable[Member]) -> tuple[Technology, ...]:
    """What repositories are built and run with, most used first, as far as their manifests tell."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for member in members:
        if member.present:
            rows: tuple[Dependency | Publication, ...] = (
                *member.known.dependencies,
                *member.known.publications,
            )
            for row in rows:
                found[_technology(row)].add(member.slug)
    found.pop("", None)
    listed = (Technology(name, tuple(sorted(slugs))) for name, slugs in found.items())
    return tuple(sorted(listed, key=lambda each: (-len(each.repositories), each.name)))


def _technology(row: Dependency | Publication) -> str:
    return _ECOSYSTEMS.get(row.ecosystem) or _KINDS.get(row.kind, "")


def _once(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({text for text in texts if text}))
