"""vcpkg: the ports that a manifest needs, its features', the versions that it forces, and its registries.

Source: [vcpkg.json](https://learn.microsoft.com/vcpkg/reference/vcpkg-json).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Extractor,
    Kind,
    Locked,
    Malformed,
    Publication,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located, Step
from gitops_assets.core.remote_url import redact

BUILTIN = "https://github.com/microsoft/vcpkg"
_VERSIONS = ("version", "version-semver", "version-date", "version-string")


def wants(path: str) -> bool:
    """The manifest, and the configuration beside it."""
    return path.rpartition("/")[2] in {"vcpkg.json", "vcpkg-configuration.json"}


def extract(path: str, text: str) -> Iterator[Row]:
    """One row a port and feature; an override is the version that is taken, whoever asks."""
    manifest = read_json(text)
    if not isinstance(manifest.value, dict):
        raise Malformed("is no manifest of vcpkg: it is no object")
    if path.endswith("vcpkg-configuration.json"):
        yield from _registries(manifest, path, ())
        return
    yield from _publication(manifest, path)
    forced = dict(_overrides(manifest, path))
    yield from forced.values()
    chosen = {name: row.version for name, row in forced.items()}
    yield from _ports(manifest, path, ("dependencies",), chosen)
    for place in _features(manifest):
        yield from _ports(manifest, path, (*place, "dependencies"), chosen)
    if commit := manifest.text("builtin-baseline"):
        yield _registry(BUILTIN, commit, path, manifest.line("builtin-baseline"))
    yield from _registries(manifest, path, ("vcpkg-configuration",))
    yield from _registries(manifest, path, ("configuration",))


def _publication(manifest: Located, path: str) -> Iterator[Row]:
    if name := manifest.text("name"):
        yield Publication(
            kind=Kind.PACKAGE,
            ecosystem="vcpkg",
            name=name,
            path=path,
            line=manifest.line("name"),
            version=_version(manifest),
        )


def _features(manifest: Located) -> Iterator[tuple[Step, ...]]:
    """The places of the features, by name or (as it was once) in a list."""
    yield from (("features", name) for name in manifest.mapping("features"))
    yield from (("features", nth) for nth in range(len(manifest.items("features"))))


def _overrides(manifest: Located, path: str) -> Iterator[tuple[str, Locked]]:
    for nth in range(len(manifest.items("overrides"))):
        name, version = manifest.text("overrides", nth, "name"), _version(manifest, "overrides", nth)
        if name and version:
            line = manifest.line("overrides", nth)
            yield name, Locked(ecosystem="vcpkg", name=name, version=version, path=path, line=line)


def _ports(manifest: Located, path: str, place: tuple[Step, ...], chosen: dict[str, str]) -> Iterator[Row]:
    for nth, entry in enumerate(manifest.items(*place)):
        here = (*place, nth)
        name = entry if isinstance(entry, str) else manifest.text(*here, "name")
        if not name:
            yield Skipped(path=path, line=manifest.line(*here), reason="has a dependency without a name")
            continue
        optional = Scope.OPTIONAL if place[0] == "features" else Scope.RUNTIME
        yield Dependency(
            kind=Kind.PACKAGE,
            ecosystem="vcpkg",
            name=name,
            path=path,
            line=manifest.line(*here),
            scope=Scope.BUILD if manifest.at(*here, "host") is True else optional,
            constraint=manifest.text(*here, "version>="),
            resolved=chosen.get(name),
            confidence=Confidence.RESOLVED if name in chosen else Confidence.DECLARED,
        )


def _registries(manifest: Located, path: str, place: tuple[Step, ...]) -> Iterator[Row]:
    listed = ((*place, "registries", nth) for nth in range(len(manifest.items(*place, "registries"))))
    for here in ((*place, "default-registry"), *listed):
        builtin = BUILTIN if manifest.text(*here, "kind") == "builtin" else None
        repository = manifest.text(*here, "repository") or builtin
        if repository:
            baseline = manifest.text(*here, "baseline")
            yield _registry(repository, baseline, path, manifest.line(*here))


def _registry(repository: str, commit: str | None, path: str, line: int) -> Dependency:
    return Dependency(
        kind=Kind.PACKAGE,
        ecosystem="git",
        name=redact(repository),
        path=path,
        line=line,
        scope=Scope.BUILD,
        constraint=commit,
        resolved=commit,
        url=redact(repository),
    )


def _version(manifest: Located, *place: Step) -> str | None:
    return next((found for each in _VERSIONS if (found := manifest.text(*place, each))), None)


EXTRACTOR = Extractor(
    id="vcpkg",
    title="vcpkg (vcpkg.json, vcpkg-configuration.json)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("vcpkg.json", "vcpkg-configuration.json"),
)
