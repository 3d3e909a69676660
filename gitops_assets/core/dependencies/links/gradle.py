"""Fill in what Gradle scripts take from version catalogs and properties, and find the members of a build."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from gitops_assets.core.dependencies.ecosystems.gradle_notation import coordinates
from gitops_assets.core.dependencies.ecosystems.maven_model import same
from gitops_assets.core.dependencies.extractors.gradle_catalog import accessor
from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import (
    Confidence,
    Definition,
    Dependency,
    Kind,
    Publication,
    Row,
    Scope,
    Skipped,
)

_REFERENCE = re.compile(r"\$\{([^${}]{1,200})\}|\$([A-Za-z_]\w{0,100})")
LENGTH = 1000
_STRENGTH = (Scope.RUNTIME, Scope.BUILD, Scope.DEV, Scope.TEST, Scope.OPTIONAL)


def link(rows: Rows) -> Rows:
    """The same rows with accessors replaced by what they lead to, versions filled in and members local."""
    defined = [row for row in rows if isinstance(row, Definition) and row.group.startswith("gradle:")]
    if not any(row.extractor.startswith("gradle-") for row in rows):
        return rows
    build = _Build(defined)
    published = tuple(build.publications())
    offered = {row.name: row for row in published}
    offered |= {row.name: row for row in rows if isinstance(row, Publication) and row.ecosystem == "maven"}
    linked = [each for row in rows for each in build.linked(row)]
    return tuple(build.scoped(_local(row, offered)) for row in (*linked, *published))


class _Build:
    """Everything that the scripts of a tree define, found from the folder that asks for it."""

    def __init__(self, defined: list[Definition]) -> None:
        self._found: dict[tuple[str, str, str], Definition] = {}
        self._own: dict[tuple[str, str], str] = {}
        self._includes: dict[str, list[Definition]] = defaultdict(list)
        self._scopes: dict[tuple[str, str], Scope] = {}
        for row in defined:
            self._found.setdefault((row.group, _root(row.path), row.name), row)
            if row.group == "gradle:property":
                self._own[row.path, row.name] = row.value
            elif row.group == "gradle:include":
                self._includes[_root(row.path)].append(row)

    def linked(self, row: Row) -> Iterator[Row]:
        """What stands in the place of a row."""
        if not isinstance(row, Dependency) or not row.extractor.startswith("gradle-"):
            yield row
        elif row.ecosystem == "gradle":
            yield from self._member(row) if row.local is not None else self._accessed(row)
        else:
            constraint = row.constraint and self._filled(row.constraint, row.path)
            yield replace(row, name=self._filled(row.name, row.path), constraint=constraint or None)

    def scoped(self, row: Row) -> Row:
        """A catalog's row with the strongest scope in which the tree's scripts ask for it."""
        if isinstance(row, Dependency) and (scope := self._scopes.get((row.path, row.name))):
            return replace(row, scope=scope)
        return row

    def publications(self) -> Iterator[Publication]:
        """What the builds of a tree offer, where their group is known."""
        for root in [key[1] for key in self._found if key[0] == "gradle:settings"]:
            name = self._found.get(("gradle:name", root, ""))
            if name:
                yield from self._offer(name, root, name.value)
            for member in self._includes.get(root, ()):
                folder = posixpath.join(root, member.name.strip(":").replace(":", "/"))
                yield from self._offer(member, folder, member.name.rpartition(":")[2])

    def _offer(self, row: Definition, folder: str, name: str) -> Iterator[Publication]:
        group, version = (self._near("gradle:property", folder, each) for each in ("group", "version"))
        if not group or not name:
            return
        yield Publication(
            kind=Kind.PACKAGE,
            ecosystem="maven",
            name=f"{self._filled(group.value, group.path)}:{name}",
            path=row.path,
            line=row.line,
            version=self._filled(version.value, version.path) if version else None,
            confidence=Confidence.INFERRED,
            extractor=row.extractor,
        )

    def _member(self, row: Dependency) -> Iterator[Row]:
        folder = posixpath.dirname(row.path)
        settings = self._near("gradle:settings", folder, "")
        if (
            settings and "/src/main/" in f"/{row.path}"
        ):  # a plugin's script speaks of the build that applies it
            above = posixpath.dirname(_root(settings.path))
            settings = self._near("gradle:settings", above, "") or settings
        root = _root(settings.path) if settings else ""
        yield replace(row, local=posixpath.join(root, row.local or "").rstrip("/"))

    def _accessed(self, row: Dependency) -> Iterator[Row]:
        found = list(self._leads_to(row, accessor(row.name)))
        for name, version, place in found:
            scope = min(self._scopes.get((place, name), row.scope), row.scope, key=_STRENGTH.index)
            self._scopes[place, name] = scope
            constraint = version and self._filled(version, row.path)
            yield replace(row, ecosystem="maven", name=name, constraint=constraint)
        if not found and row.name.startswith("libs."):
            reason = f"calls {row.name}, which no version catalog of the tree defines"
            yield Skipped(path=row.path, line=row.line, reason=reason, extractor=row.extractor)

    def _leads_to(self, row: Dependency, short: str) -> Iterator[tuple[str, str | None, str]]:
        folder = posixpath.dirname(row.path)
        bundle = self._near("gradle:bundle", folder, short)
        for name in bundle.value.split(",") if bundle else (short,):
            for group in ("gradle:library", "gradle:plugin"):
                if entry := self._near(group, folder, name):
                    module, _, version = entry.value.rpartition(":")
                    yield module, version or None, entry.path
        held = None if bundle else self._property(row.name, row.path)
        if held and (known := coordinates(held)):
            yield *known, row.path

    def _filled(self, text: str, path: str) -> str:
        for _ in range(3):
            if "$" not in text or len(text) > LENGTH:
                break
            text = _REFERENCE.sub(lambda found: self._property(found[1] or found[2], path) or found[0], text)
        return text

    def _property(self, name: str, path: str) -> str | None:
        name = name.removeprefix("project.").removeprefix("rootProject.").removeprefix("ext.")
        if (own := self._own.get((path, name))) is not None:
            return own
        folder = posixpath.dirname(path)
        version = self._near("gradle:version", folder, accessor(name.partition(".get")[0]))
        found = version or self._near("gradle:property", folder, name)
        return found.value if found and len(found.value) <= LENGTH else None

    def _near(self, group: str, folder: str, name: str) -> Definition | None:
        """The definition in that folder or the nearest one above."""
        while True:
            found = self._found.get((group, folder, name))
            if found is not None or folder in {"", "/"}:
                return found
            folder = posixpath.dirname(folder)


def _root(path: str) -> str:
    """The folder for which a file speaks: a catalog stands in ``gradle/`` below it."""
    folder = posixpath.dirname(path)
    catalog = path.endswith(".versions.toml") and posixpath.basename(folder) == "gradle"
    return posixpath.dirname(folder) if catalog else folder


def _local(row: Row, offered: dict[str, Publication]) -> Row:
    if not isinstance(row, Dependency) or not row.extractor.startswith("gradle-") or row.local is not None:
        return row
    found = offered.get(row.name)
    if found is None or not same(found.version, row.constraint):
        return row
    return replace(row, local=posixpath.dirname(found.path))


LINKER = Linker(id="gradle", doc=__doc__, link=link)
