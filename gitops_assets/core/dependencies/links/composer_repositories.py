"""A PHP package may come from a folder of the tree or from a git repository that the manifest names.

Source: [Repositories](https://getcomposer.org/doc/05-repositories.md).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gitops_assets.core.dependencies.extractors.composer_json import FOLDERS, REPOSITORY
from gitops_assets.core.dependencies.extractors.composer_lock import SOURCE
from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Definition, Dependency, Publication, Row
from gitops_assets.core.dependencies.parsers.globs import matches
from gitops_assets.core.dependencies.parsers.tree_path import folder_of
from gitops_assets.core.remote_url import parse

FOLDERS_OF_ONE_NAME = 20
"""Folders of one tree that are asked for a package; more than one is a mistake already."""


@dataclass(slots=True)
class _Manifest:
    """Where one composer.json says that packages are: globs over folders, and git repositories."""

    folders: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)

    def repositories(self, locked: Mapping[str, str]) -> dict[str, str]:
        """The repository of each package that one of them holds; ``locked`` is where the lock found them.

        Without a lock a repository holds the package that is called as it is, else the only one that is
        asked for under its last part: a fork keeps the package's name.
        """
        by_place = {_place(url): url for url in self.urls}
        by_name = {"/".join(place[-2:]): url for place, url in by_place.items()}
        by_last = {place[-1]: url for place, url in by_place.items()}
        times = Counter(name.rpartition("/")[2] for name in set(self.needs))
        found: dict[str, str | None] = {}
        for name in self.needs:
            last = name.rpartition("/")[2]
            if name in locked:
                found[name] = by_place.get(_place(locked[name]))
            else:
                found[name] = by_name.get(name) or (by_last.get(last) if times[last] == 1 else None)
        return {name: url for name, url in found.items() if url is not None}


def link(rows: Rows) -> Rows:
    """The packages' rows with their folder or repository, where the manifest names one that holds them."""
    manifests = _manifests(rows)
    if not manifests:
        return rows
    folders = _folders(rows)
    locked: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if isinstance(row, Definition) and row.group == SOURCE:
            locked[folder_of(row.path)][row.name] = row.value
    held = {path: each.repositories(locked[folder_of(path)]) for path, each in manifests.items()}
    return tuple(_placed(row, manifests, folders, held) for row in rows)


def _manifests(rows: Rows) -> dict[str, _Manifest]:
    found: dict[str, _Manifest] = {}
    for row in rows:
        if isinstance(row, Definition) and row.group in {FOLDERS, REPOSITORY}:
            manifest = found.setdefault(row.path, _Manifest())
            (manifest.folders if row.group == FOLDERS else manifest.urls).append(row.name)
    for row in rows:
        if isinstance(row, Dependency) and row.ecosystem == "composer" and row.path in found:
            found[row.path].needs.append(row.name)
    return found


def _folders(rows: Rows) -> dict[str, list[str]]:
    """The folders of the tree that hold a package of each name."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if isinstance(row, Publication) and row.ecosystem == "composer":
            found[row.name].append(folder_of(row.path))
    return found


def _placed(
    row: Row,
    manifests: Mapping[str, _Manifest],
    folders: Mapping[str, list[str]],
    held: Mapping[str, Mapping[str, str]],
) -> Row:
    if not isinstance(row, Dependency) or row.path not in manifests or row.url is not None:
        return row
    globs = manifests[row.path].folders
    inside = (
        folder
        for folder in folders.get(row.name, [])[:FOLDERS_OF_ONE_NAME]
        if any(matches(each, folder) for each in globs)
    )
    local = next(inside, None)
    return replace(row, local=local, url=None if local is not None else held[row.path].get(row.name))


def _place(url: str) -> tuple[str, ...]:
    """The host and the parts of a repository's address, whatever way leads there."""
    remote = parse(url)
    return remote.host, *(part.casefold() for part in remote.parts)


LINKER = Linker(id="composer-repositories", doc=__doc__, link=link)
