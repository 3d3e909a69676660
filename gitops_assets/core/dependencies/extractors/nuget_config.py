"""NuGet's older lists: the exact packages of a project, and the tools and SDKs of a tree.

Source: [packages.config](https://learn.microsoft.com/nuget/reference/packages-config).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Extractor,
    Kind,
    Malformed,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.json_text import read_json_with_comments
from gitops_assets.core.dependencies.parsers.xml_text import read_xml

_NAMES = frozenset({"packages.config", "global.json", "dotnet-tools.json"})


def wants(path: str) -> bool:
    """``packages.config``, ``global.json`` and the manifest of local tools."""
    return path.rpartition("/")[2].lower() in _NAMES


def extract(path: str, text: str) -> Iterator[Row]:
    """One exact version an entry."""
    if path.lower().endswith(".json"):
        yield from _json(path, text)
        return
    root = read_xml(text)
    if root.tag != "packages":
        raise Malformed(f"is no list of packages: its element is called {root.tag}", root.line)
    for package in root.all("package"):
        name, version = package.attributes.get("id"), package.attributes.get("version")
        if not name or not version:
            yield Skipped(path=path, line=package.line, reason="has a package without id or version")
            continue
        development = package.attributes.get("developmentDependency", "").lower() == "true"
        yield _exact(name, version, path, package.line, scope=Scope.DEV if development else Scope.RUNTIME)


def _json(path: str, text: str) -> Iterator[Row]:
    manifest = read_json_with_comments(text)
    for name in manifest.mapping("msbuild-sdks"):
        if version := manifest.text("msbuild-sdks", name):
            yield _exact(name, version, path, manifest.line("msbuild-sdks", name), scope=Scope.BUILD)
    for name in manifest.mapping("tools"):
        if version := manifest.text("tools", name, "version"):
            yield _exact(name, version, path, manifest.line("tools", name), scope=Scope.DEV)
    if version := manifest.text("sdk", "version"):
        yield Dependency(
            kind=Kind.PACKAGE,
            ecosystem="dotnet",
            name="sdk",
            path=path,
            line=manifest.line("sdk", "version"),
            scope=Scope.BUILD,
            constraint=version,
        )


def _exact(name: str, version: str, path: str, line: int, *, scope: Scope) -> Dependency:
    return Dependency(
        kind=Kind.PACKAGE,
        ecosystem="nuget",
        name=name,
        path=path,
        line=line,
        scope=scope,
        constraint=version,
        resolved=version,
        confidence=Confidence.RESOLVED,
    )


EXTRACTOR = Extractor(
    id="nuget-config",
    title="NuGet lists (packages.config, global.json, dotnet-tools.json)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("packages.config", "global.json", "dotnet-tools.json"),
)
