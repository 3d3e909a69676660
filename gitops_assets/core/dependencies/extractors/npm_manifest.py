"""npm manifests: what a package.json needs, and the name under which it can be needed.

Overrides and resolutions ask for nothing of their own and give no rows. That others mean a private package by
its name is only inferred: npm refuses to publish it, so there may be another one of that name. What stands in
a ``node_modules`` folder is somebody else's and is left alone.

Source: [package.json](https://docs.npmjs.com/cli/v11/configuring-npm/package-json).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import (
    Confidence,
    Definition,
    Extractor,
    Kind,
    Malformed,
    Publication,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.demand import repetitions
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.npm_catalog import catalogs
from gitops_assets.core.dependencies.parsers.npm_spec import read_spec
from gitops_assets.core.dependencies.parsers.tree_path import file_of

_SECTIONS = {
    "dependencies": Scope.RUNTIME,
    "devDependencies": Scope.DEV,
    "peerDependencies": Scope.RUNTIME,
    "optionalDependencies": Scope.OPTIONAL,
}


def wants(path: str) -> bool:
    """Every package.json that belongs to the tree."""
    return path.endswith("package.json") and file_of(path) == "package.json" and "node_modules/" not in path


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency an entry, one publication a name; workspaces and catalogs as definitions for linkers."""
    manifest = read_json(text)
    if not isinstance(manifest.value, dict):
        raise Malformed("holds no object")
    yield from repetitions(path, manifest)
    if name := manifest.text("name"):
        yield Publication(
            kind=Kind.PACKAGE,
            ecosystem="npm",
            name=name,
            version=manifest.text("version"),
            path=path,
            line=manifest.line("name"),
            confidence=Confidence.INFERRED if manifest.at("private") is True else Confidence.DECLARED,
        )
    for section, scope in _SECTIONS.items():
        yield from _section(path, manifest, section, scope)
    yield from _workspaces(path, manifest)
    yield from catalogs(path, manifest)
    yield from catalogs(path, manifest, "workspaces")


def _section(path: str, manifest: Located, section: str, scope: Scope) -> Iterator[Row]:
    if manifest.at(section) and not isinstance(manifest.at(section), dict):
        yield Skipped(path=path, line=manifest.line(section), reason=f"has {section} that are no object")
    optional = manifest.mapping("optionalDependencies")
    for name, written in manifest.mapping(section).items():
        line = manifest.line(section, name)
        if not name or not isinstance(written, str):
            yield Skipped(path=path, line=line, reason=f"asks for {name[:100]!r} with what is no text")
        elif section != "dependencies" or name not in optional:
            # An entry of optionalDependencies overrides the one of the same name, says npm.
            yield from read_spec(name, written).rows(path, line, _peer(manifest, section, name) or scope)


def _peer(manifest: Located, section: str, name: str) -> Scope | None:
    spared = manifest.at("peerDependenciesMeta", name, "optional") is True
    return Scope.OPTIONAL if section == "peerDependencies" and spared else None


def _workspaces(path: str, manifest: Located) -> Iterator[Row]:
    place = ("workspaces",) if manifest.items("workspaces") else ("workspaces", "packages")
    for nth, pattern in manifest.texts(*place):
        yield Definition(
            group="npm:workspace", name=pattern, value="", path=path, line=manifest.line(*place, nth)
        )


EXTRACTOR = Extractor(
    id="npm-manifest",
    title="npm manifests (package.json)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("package.json",),
    version=2,
)
