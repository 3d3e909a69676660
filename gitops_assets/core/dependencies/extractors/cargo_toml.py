"""Rust crates: what a crate is called, what it needs, and what a workspace says for its members.

Source: [The Manifest Format](https://doc.rust-lang.org/cargo/reference/manifest.html).
"""

from collections.abc import Iterator, Mapping

from gitops_assets.core.dependencies.ecosystems.cargo_spec import (
    EXCLUDE,
    INHERIT,
    INHERIT_VERSION,
    MEMBER,
    OFFER,
    PATCH,
    WORKSPACE,
    spec_of,
)
from gitops_assets.core.dependencies.model import (
    Definition,
    Dependency,
    Extractor,
    Kind,
    Publication,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of, path_from
from gitops_assets.core.dependencies.parsers.vendored import vendored

_TABLES: Mapping[str, Scope] = {
    "dependencies": Scope.RUNTIME,
    "dev-dependencies": Scope.DEV,
    "dev_dependencies": Scope.DEV,
    "build-dependencies": Scope.BUILD,
    "build_dependencies": Scope.BUILD,
}


def wants(path: str) -> bool:
    """Every manifest of the tree."""
    return file_of(path) == "Cargo.toml" and not vendored(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """The crate, one dependency an entry, whatever target it is for, and the workspace's definitions.

    Constraints stand as written: ``1.2`` means ``^1.2``. What an entry takes from the workspace is filled in
    when all files are known.
    """
    yield from _Manifest(path, read_toml(text)).rows()


class _Manifest:
    def __init__(self, path: str, document: Located) -> None:
        self._path, self._document = path, document
        self._folder = folder_of(path)

    def rows(self) -> Iterator[Row]:
        """What the whole manifest needs and publishes."""
        yield from self._package()
        for place, scope in self._tables():
            for key, value in self._document.mapping(*place).items():
                yield from self._entry((*place, key), value, scope)
        if isinstance(self._document.at("workspace"), dict):
            yield from self._workspace()

    def _package(self) -> Iterator[Row]:
        top = "package" if "package" in self._document.mapping() else "project"
        name = self._document.text(top, "name")
        if name is None:
            return
        yield Publication(
            kind=Kind.PACKAGE,
            ecosystem="cargo",
            name=name,
            path=self._path,
            line=self._document.line(top, "name"),
            version=self._document.text(top, "version"),
        )
        if self._document.at(top, "version", "workspace") is True:
            yield self._definition(INHERIT_VERSION, name, "workspace", (top, "version"))
        if root := self._document.text(top, "workspace"):
            yield from self._pointed(root, (top, "workspace"))

    def _pointed(self, written: str, place: Place) -> Iterator[Row]:
        folder = path_from(self._folder, written)
        if folder is None:
            yield self._skipped(f"has its workspace outside of the tree ({written[:200]})", place)
        else:
            yield self._definition(WORKSPACE, "at", folder, place)

    def _tables(self) -> Iterator[tuple[Place, Scope]]:
        for table, scope in _TABLES.items():
            yield (table,), scope
        for target in self._document.mapping("target"):
            for table, scope in _TABLES.items():
                yield ("target", target, table), scope

    def _entry(self, place: Place, value: object, scope: Scope) -> Iterator[Row]:
        spec = spec_of(str(place[-1]), value, self._folder)
        table = value if isinstance(value, dict) else {}
        row = Dependency(
            kind=Kind.PACKAGE,
            ecosystem="cargo",
            name=spec.name,
            path=self._path,
            line=self._document.line(*place),
            scope=Scope.OPTIONAL if table.get("optional") is True else scope,
        )
        yield spec.filled(row)
        if table.get("workspace") is True:
            yield self._definition(INHERIT, spec.name, "workspace", place)
        if spec.outside:
            yield spec.left(self._path, row.line)

    def _workspace(self) -> Iterator[Row]:
        version = self._document.text("workspace", "package", "version")
        yield self._definition(WORKSPACE, "root", self._folder, ("workspace",))
        if version:
            yield self._definition(WORKSPACE, "version", version, ("workspace", "package", "version"))
        yield from self._globs("members", MEMBER)
        yield from self._globs("exclude", EXCLUDE)
        yield from self._specs(OFFER, ("workspace", "dependencies"))
        for source in self._document.mapping("patch"):
            yield from self._specs(PATCH, ("patch", source))
        yield from self._specs(PATCH, ("replace",))

    def _globs(self, key: str, group: str) -> Iterator[Row]:
        for nth, written in self._document.texts("workspace", key):
            place = ("workspace", key, nth)
            glob = path_from(self._folder, written)
            if glob is not None:
                yield self._definition(group, glob, written, place)
            elif group == MEMBER:
                yield self._skipped(f"has a member outside of the tree ({written[:200]})", place)

    def _specs(self, group: str, table: Place) -> Iterator[Row]:
        for key, value in self._document.mapping(*table).items():
            spec = spec_of(key.partition(":")[0] if table == ("replace",) else key, value, self._folder)
            name = spec.name if group == PATCH else key
            yield self._definition(group, name, spec.written, (*table, key))
            if spec.outside:
                yield spec.left(self._path, self._document.line(*table, key))

    def _definition(self, group: str, name: str, value: str, place: Place) -> Definition:
        line = self._document.line(*place)
        return Definition(group=group, name=name, value=value, path=self._path, line=line)

    def _skipped(self, reason: str, place: Place) -> Skipped:
        return Skipped(path=self._path, line=self._document.line(*place), reason=reason)


EXTRACTOR = Extractor(
    id="cargo-toml",
    title="Rust crates (Cargo.toml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("cargo.toml",),
)
