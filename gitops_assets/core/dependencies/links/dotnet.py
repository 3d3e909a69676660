"""Put the versions that .NET keeps in one place where they are used, and spell a package one way."""

import posixpath
import re
from collections import defaultdict
from dataclasses import replace

from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Definition, Dependency, Locked, Publication, Row

_REFERENCE = re.compile(r"\$\(([A-Za-z_][\w.-]{0,100})\)")
LENGTH = 1000
_SHARED = ("Directory.Build.props", "Directory.Packages.props", "Directory.Build.targets")


def link(rows: Rows) -> Rows:
    """The same rows with central versions and properties filled in and names spelled as in the lock file."""
    nuget = [row for row in rows if isinstance(row, Dependency | Locked) and row.ecosystem == "nuget"]
    defined = [row for row in rows if isinstance(row, Definition) and row.group.startswith("nuget:")]
    if not nuget and not defined:
        return rows
    ordered = sorted(nuget, key=lambda row: isinstance(row, Dependency))
    spelled: dict[str, str] = {}
    for row in ordered:
        spelled.setdefault(row.name.lower(), row.name)
    tree = _Tree(defined)
    return tuple(_linked(row, tree, spelled) for row in rows)


def _linked(row: Row, tree: "_Tree", spelled: dict[str, str]) -> Row:
    if isinstance(row, Publication) and row.ecosystem == "nuget":
        version = tree.filled(row.version or tree.version(row.path), row.path) or None
        return replace(row, name=tree.filled(row.name, row.path), version=version)
    if not isinstance(row, Dependency | Locked) or row.ecosystem != "nuget":
        return row
    name = spelled.get(row.name.lower(), row.name)
    if isinstance(row, Locked) or row.local is not None:
        return replace(row, name=name)
    constraint = row.constraint or tree.central(row.name, row.path)
    return replace(row, name=name, constraint=constraint and tree.filled(constraint, row.path))


class _Tree:
    """What the files of a tree define, asked from the file that uses it."""

    def __init__(self, defined: list[Definition]) -> None:
        self._central: dict[tuple[str, str], str] = {}
        self._updates: dict[tuple[str, str], str] = {}
        self._properties: dict[tuple[str, str], str] = {}
        self._values: dict[str, set[str]] = defaultdict(set)
        for row in defined:
            if len(row.value) > LENGTH:
                continue
            if row.group == "nuget:property":
                self._properties[row.path, row.name.lower()] = row.value
                self._values[row.name.lower()].add(row.value)
            else:
                table = self._central if row.group == "nuget:central" else self._updates
                table.setdefault((posixpath.dirname(row.path), row.name), row.value)

    def central(self, name: str, path: str) -> str | None:
        """The version of the nearest file above that has one for the package."""
        for table in (self._central, self._updates):
            for folder in _upwards(path):
                if found := table.get((folder, name.lower())):
                    return found
        return None

    def version(self, path: str) -> str:
        """The version that the shared files above give every package, "" where they give none."""
        found = (self._property(name, path) for name in ("packageversion", "version", "versionprefix"))
        return next((each for each in found if each), "")

    def filled(self, text: str, path: str) -> str:
        """The text with its properties; what is not known stays as it is written."""
        for _ in range(5):
            if "$(" not in text or len(text) > LENGTH:
                break
            text = _REFERENCE.sub(lambda found: self._property(found[1].lower(), path) or found[0], text)
        return text

    def _property(self, name: str, path: str) -> str | None:
        """The file's own, else that of a shared file above, else the only one that the tree has."""
        shared = (posixpath.join(folder, each) for folder in _upwards(path) for each in _SHARED)
        for place in (path, *shared):
            if (found := self._properties.get((place, name))) is not None:
                return found
        values = self._values.get(name, set())
        return next(iter(values)) if len(values) == 1 else None


def _upwards(path: str) -> list[str]:
    folder = posixpath.dirname(path)
    parts = folder.split("/") if folder else []
    return ["/".join(parts[:end]) for end in range(len(parts), -1, -1)]


LINKER = Linker(id="dotnet", doc=__doc__, link=link)
