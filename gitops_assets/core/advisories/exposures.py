"""Where a tree uses versions that are known to be vulnerable: its lock files, and what it pins itself."""

from collections.abc import Iterable, Iterator, Mapping

from gitops_assets.core.advisories.ecosystems import BY_ID
from gitops_assets.core.advisories.model import AdvisoryFacts, Exposure, Lookup, Package
from gitops_assets.core.dependencies.model import Dependency, Kind, Locked, RepositoryDependencies, Scope
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of

TRANSITIVE = "transitive"
"""The scope of what only a lock file names."""

NO_SNAPSHOT = "no snapshot of advisories was imported; run `gitops-assets advisories import FILE`"
"""Why nobody is clean where there is no snapshot."""

_KINDS = (Kind.PACKAGE, Kind.ACTION)
_NOT_CHOSEN = ("go.sum", "go.work.sum")
"""Files that also have hashes of versions which were looked at and not taken."""
_MILDER = (Scope.RUNTIME, Scope.OPTIONAL, Scope.BUILD, Scope.DEV, Scope.TEST)

Place = tuple[Package, str]
"""A package in a file."""


def exposures(
    known: RepositoryDependencies, locked: Iterable[Locked], lookup: Lookup | None
) -> AdvisoryFacts:
    """What a snapshot says of everything that a tree locks or pins; ``locked`` are all its lock entries.

    Without a snapshot, and where the dependencies could not be read, the answer is unknown.
    """
    if lookup is None:
        return AdvisoryFacts(unknown=NO_SNAPSHOT)
    if known.unknown is not None:
        return AdvisoryFacts(snapshot=lookup.date, unknown=f"the dependencies are unknown: {known.unknown}")
    entries = tuple(locked)
    places = asked(known, entries)
    packages = {package for package, _ in places}
    answers = lookup.look_up(packages)
    covered = [each for each in packages if answers[each].covered]
    strange = {each.ecosystem for each in entries if each.ecosystem not in BY_ID}
    uncovered = {each.ecosystem for each in packages} - {each.ecosystem for each in covered}
    return AdvisoryFacts(
        exposures=tuple(
            Exposure(
                vulnerability=vulnerability,
                ecosystem=package.ecosystem,
                name=package.name,
                version=package.version,
                path=path,
                line=line,
                scope=scope,
            )
            for (package, path), (line, scope) in places.items()
            for vulnerability in answers[package].vulnerabilities
        ),
        snapshot=lookup.date,
        asked=len(packages),
        undecided=tuple(sorted(each for each in covered if answers[each].undecided)),
        uncovered=tuple(sorted(uncovered | strange)),
    )


def asked(known: RepositoryDependencies, locked: Iterable[Locked]) -> Mapping[Place, tuple[int, str]]:
    """Each package in each file once, with its first line and when it is needed, by file and line.

    What a lock file names is told there; a manifest only counts where it names the version itself and no lock
    file beside it or above it does.
    """
    needs = _needs(known.dependencies)
    found: dict[Place, tuple[int, str]] = {}
    for row in locked:
        if row.ecosystem in BY_ID and file_of(row.path) not in _NOT_CHOSEN:
            package = _package(row.ecosystem, row.name, row.version)
            found.setdefault((package, row.path), (row.line, needs.get(package, TRANSITIVE)))
    in_locks = {(package, folder_of(path)) for package, path in found}
    for each, package in _exact(known.dependencies):
        if not any((package, folder) in in_locks for folder in _folders(each.path)):
            found.setdefault((package, each.path), (each.line, needs[package]))
    return dict(sorted(found.items(), key=lambda item: (item[0][1], item[1][0], item[0][0])))


def _folders(path: str) -> Iterator[str]:
    """The folder of a manifest and all above it: a lock beside it or above it may be its own."""
    folder = folder_of(path)
    while folder:
        yield folder
        folder = folder_of(folder)
    yield folder


def _exact(dependencies: Iterable[Dependency]) -> Iterator[tuple[Dependency, Package]]:
    for each in dependencies:
        version = each.resolved or (each.constraint if each.kind is Kind.ACTION else None)
        if version and each.kind in _KINDS and each.local is None and each.ecosystem in BY_ID:
            package = _package(each.ecosystem, each.name, version)
            yield from ((each, package),) if each.kind is not Kind.ACTION or _whole(version) else ()


def _whole(tag: str) -> bool:
    """Whether the tag of an action names one version; a branch, a commit or ``v4`` may be any."""
    return tag.count(".") == 2 and BY_ID["github"].key(tag) is not None


def _needs(dependencies: Iterable[Dependency]) -> dict[Package, str]:
    """When a package is needed; where several manifests ask for it, the most serious of their reasons."""
    found: dict[Package, str] = {}
    for each, package in _exact(dependencies):
        known = found.get(package)
        if known is None or _MILDER.index(each.scope) < _MILDER.index(Scope(known)):
            found[package] = each.scope
    return found


def _package(ecosystem: str, name: str, version: str) -> Package:
    return Package(ecosystem, BY_ID[ecosystem].named(name), version)
