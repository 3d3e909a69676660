"""Gradle's version catalogs: the libraries and plugins that build files call by a short name.

Source: [Version catalogs](https://docs.gradle.org/current/userguide/version_catalogs.html).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.gradle_notation import marker
from gitops_assets.core.dependencies.model import (
    Definition,
    Dependency,
    Extractor,
    Kind,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.toml_text import read_toml

_SEPARATOR = re.compile(r"[-_.]")


def wants(path: str) -> bool:
    """``gradle/libs.versions.toml``, or a catalog of another name."""
    return path.endswith(".versions.toml")


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a library or plugin; the short names that lead to them are for the linker."""
    catalog = read_toml(text)
    prefix = path.rpartition("/")[2].removesuffix(".versions.toml")
    for alias, version in catalog.mapping("versions").items():
        if written := _version(version, {}):
            line = catalog.line("versions", alias)
            yield _definition("gradle:version", f"{prefix}.versions.{alias}", written, path, line)
    for alias in catalog.mapping("libraries"):
        yield from _entry(catalog, path, "libraries", alias)
    for alias in catalog.mapping("plugins"):
        yield from _entry(catalog, path, "plugins", alias)
    for alias in catalog.mapping("bundles"):
        line = catalog.line("bundles", alias)
        members = ",".join(f"{prefix}.{accessor(name)}" for _, name in catalog.texts("bundles", alias))
        yield _definition("gradle:bundle", f"{prefix}.bundles.{alias}", members, path, line)


def accessor(alias: str) -> str:
    """How a build file calls an alias: every separator is a dot."""
    return _SEPARATOR.sub(".", alias)


def _entry(catalog: Located, path: str, table: str, alias: str) -> Iterator[Row]:
    line = catalog.line(table, alias)
    name, version = _coordinates(catalog, table, alias)
    if name is None:
        yield Skipped(path=path, line=line, reason=f"names no module for {alias!r} of {table}")
        return
    prefix = path.rpartition("/")[2].removesuffix(".versions.toml")
    short = f"{prefix}.plugins.{alias}" if table == "plugins" else f"{prefix}.{alias}"
    group = "gradle:plugin" if table == "plugins" else "gradle:library"
    yield _definition(group, short, f"{name}:{version or ''}", path, line)
    yield Dependency(
        kind=Kind.PACKAGE,
        ecosystem="maven",
        name=name,
        path=path,
        line=line,
        scope=Scope.BUILD if table == "plugins" else Scope.RUNTIME,
        constraint=version,
    )


def _coordinates(catalog: Located, table: str, alias: str) -> tuple[str | None, str | None]:
    place = (table, alias)
    versions = catalog.mapping("versions")
    if short := catalog.text(*place):
        return _split(short, table)
    group, artifact = catalog.text(*place, "group"), catalog.text(*place, "name")
    module = catalog.text(*place, "module") or (f"{group}:{artifact}" if group and artifact else None)
    name = catalog.text(*place, "id") if table == "plugins" else module
    return _named(name or "", table), _version(catalog.at(*place, "version"), versions)


def _split(short: str, table: str) -> tuple[str | None, str | None]:
    parts = short.split(":")
    steps = 1 if table == "plugins" else 2
    return _named(":".join(parts[:steps]), table), ":".join(parts[steps:]) or None


def _named(name: str, table: str) -> str | None:
    if table == "plugins":
        return marker(name) if name else None
    return name if name.count(":") == 1 and not name.startswith(":") and not name.endswith(":") else None


def _version(written: object, versions: dict[str, object]) -> str | None:
    """A plain version, or a rich one's strictest demand."""
    if isinstance(written, str):
        return written or None
    if not isinstance(written, dict):
        return None
    if "ref" in written:
        return _version(versions.get(str(written["ref"])), {})
    said = (written.get(key) for key in ("strictly", "require", "prefer"))
    return next((each for each in said if isinstance(each, str) and each), None)


def _definition(group: str, name: str, value: str, path: str, line: int) -> Definition:
    return Definition(group=group, name=accessor(name), value=value, path=path, line=line)


EXTRACTOR = Extractor(
    id="gradle-catalog",
    title="Gradle version catalogs (*.versions.toml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".versions.toml",),
)
