"""What a tree needs from elsewhere and what it offers: the rows that extractors read out of files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is depended on, in the order in which reports list it."""

    PACKAGE = "package"
    """A library or tool out of a package registry, a path or a git repository."""
    IMAGE = "image"
    """A container image."""
    ACTION = "action"
    """A step or workflow of a pipeline that lives elsewhere (GitHub Actions, GitLab includes)."""
    HOOK = "hook"
    """A pre-commit hook's repository."""
    SUBMODULE = "submodule"
    """A git submodule."""
    MODULE = "module"
    """A Terraform module or provider."""
    CHART = "chart"
    """A Helm chart."""
    DEPLOYMENT = "deployment"
    """Manifests that are deployed from elsewhere (Argo CD, Flux, Kustomize bases)."""
    TEMPLATE = "template"
    """The template that a tree was rendered from."""
    API = "api"
    """An interface that is called: OpenAPI, AsyncAPI, gRPC, a service's URL."""
    CONFIG = "config"
    """A file, link or include that is shared between repositories."""
    DATA = "data"
    """A volume, bucket, database or dataset."""


SHARED_FILE = "file"
"""The ecosystem of files that repositories have in common: a name and, as the version, a content."""


class Scope(StrEnum):
    """When a dependency is needed."""

    RUNTIME = "runtime"
    DEV = "dev"
    BUILD = "build"
    OPTIONAL = "optional"
    TEST = "test"


class Confidence(StrEnum):
    """How a row is known: fixed by a lock file, written down, or guessed from a text that is no manifest."""

    RESOLVED = "resolved"
    DECLARED = "declared"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """One thing that a file says the tree needs.

    ``ecosystem`` is the name's space: a package-URL type where there is one (npm, pypi, golang, cargo, maven,
    gem, composer, nuget, conan, docker, github), else the tool's name (terraform, helm, git, …). ``name`` is
    in the ecosystem's canonical form (PyPI's normalised, Maven's ``group:artifact``). ``constraint`` is as
    written, ``resolved`` the exact version or digest where known. ``url`` is the git repository that the text
    names; ``local`` a path inside the same tree ("" is its root), which never leads to another repository.
    ``line`` starts at 1 and is in the file.
    """

    kind: Kind
    ecosystem: str
    name: str
    path: str
    line: int
    scope: Scope = Scope.RUNTIME
    constraint: str | None = None
    resolved: str | None = None
    confidence: Confidence = Confidence.DECLARED
    url: str | None = None
    local: str | None = None
    extractor: str = ""

    @property
    def identity(self) -> tuple[str, str, str, str, str]:
        """What stays the same when a version moves: two audits are compared by it."""
        return self.kind, self.ecosystem, self.name, self.path, self.scope

    @property
    def purl(self) -> str | None:
        """The package URL (ECMA-427), None where the ecosystem has no type."""
        return purl(self.ecosystem, self.name, self.resolved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One name under which a tree can be depended on; ``version`` is what the file says it is."""

    kind: Kind
    ecosystem: str
    name: str
    path: str
    line: int
    version: str | None = None
    confidence: Confidence = Confidence.DECLARED
    extractor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """One entry of a lock file: a version that was chosen, directly asked for or not.

    ``holder`` is the folder, relative to the lock file, of the package that it was chosen for ("" the lock's
    own); ``constraint`` the demand it answers, where the lock repeats it.
    """

    ecosystem: str
    name: str
    version: str
    path: str
    line: int
    holder: str = ""
    constraint: str | None = None
    extractor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """Something that other files of the same tree refer to: a Maven property, a workspace's version.

    ``group`` names what it is (``maven:property``, ``cargo:workspace``, ``pip:include``); linkers read it,
    the fleet never sees it.
    """

    group: str
    name: str
    value: str
    path: str
    line: int
    extractor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something that only one may have on a host or in a registry: a port, a volume, a network, an image tag.

    ``resource`` is port, volume, network, container or image; ``name`` what is claimed (``8080/tcp``).
    """

    resource: str
    name: str
    path: str
    line: int
    detail: str = ""
    extractor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file or a part of it that gave no rows, and why: shown and counted, never a silent hole."""

    path: str
    reason: str
    line: int = 1
    extractor: str = ""


Row = Dependency | Publication | Locked | Definition | Claim | Skipped


class Malformed(Exception):  # noqa: N818 - reads as the sentence it is
    """A file is not what its name promises; the message completes "the file …" and the line says where."""

    def __init__(self, reason: str, line: int = 1) -> None:
        self.reason, self.line = reason, line
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extractor:
    """One kind of file that says what a tree needs or offers.

    ``wants`` says from the path alone whether ``extract`` shall see the file; ``extract(path, text)`` is pure
    and may raise :class:`Malformed`. Only files are asked about whose last name, in lower case, ends with one
    of ``endings`` or begins with one of ``beginnings``: a tree has many, and a suffix is told fast. With
    ``folders``, the file stands at the top of the tree or somewhere below a folder of such a name.

    One that is ``of_links`` is shown symbolic links, and their target as the text; all others see only files.
    ``doc`` is the module's docstring. ``version`` is raised whenever the same text would give other rows, so
    that what is remembered of a file is read anew.
    """

    id: str
    title: str
    doc: str
    wants: Callable[[str], bool]
    extract: Callable[[str, str], Iterable[Row]]
    endings: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    of_links: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryDependencies:
    """What one repository needs and offers at one commit, its files linked with each other.

    ``seen`` is when that was last known to be so, epoch seconds. ``unknown`` says why it could not be read
    now: then the rows are those that were known before. ``locked`` has every version of its lock files, or
    nothing where they were not asked for.
    """

    slug: str
    commit: str | None = None
    seen: int = 0
    dependencies: tuple[Dependency, ...] = ()
    publications: tuple[Publication, ...] = ()
    claims: tuple[Claim, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    locked: tuple[Locked, ...] = ()
    unknown: str | None = None


_TYPES = {
    **{name: name for name in ("npm", "pypi", "golang", "cargo", "gem", "nuget", "conan", "docker")},
    "maven": "maven",
    "composer": "composer",
    "github": "github",
}
_NAMESPACED = {"npm": "/", "maven": ":", "composer": "/", "golang": "/", "docker": "/", "github": "/"}


def purl(ecosystem: str, name: str, version: str | None = None) -> str | None:
    """The package URL of a name in an ecosystem, None where there is no type for it."""
    from packageurl import PackageURL  # noqa: PLC0415 - gates and fleet.yaml know rows and need no URL

    kind = _TYPES.get(ecosystem)
    if kind is None:
        return None
    separator = _NAMESPACED.get(ecosystem)
    namespace, _, last = name.rpartition(separator) if separator else ("", "", name)
    try:
        return PackageURL(kind, namespace or None, last, version).to_string()
    except (ValueError, TypeError):  # the latter where nothing is left of a name without slashes and spaces
        return None
