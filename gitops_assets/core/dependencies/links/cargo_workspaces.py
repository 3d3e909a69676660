"""Crates of a workspace take versions, places and patches from the workspace's own manifest.

Source: [Workspaces](https://doc.rust-lang.org/cargo/reference/workspaces.html).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from gitops_assets.core.dependencies.ecosystems.cargo_spec import (
    EXCLUDE,
    INHERIT,
    INHERIT_VERSION,
    MEMBER,
    OFFER,
    PATCH,
    WORKSPACE,
    Spec,
    spec_from,
)
from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Definition, Dependency, Publication, Row, Skipped
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of, folders_up


@dataclass(slots=True)
class _Workspace:
    """One manifest with a ``[workspace]``."""

    version: str | None = None
    members: set[str] = field(default_factory=set)
    excludes: set[str] = field(default_factory=set)
    offers: dict[str, Spec] = field(default_factory=dict)
    patches: dict[str, Spec] = field(default_factory=dict)

    def leaves_out(self, folder: str) -> bool:
        """Whether a folder is excluded and not named, without a glob, as a member all the same."""
        above = set(folders_up(folder))
        return not above.isdisjoint(self.excludes) and above.isdisjoint(self.members)


def link(rows: Rows) -> Rows:
    """The crates' rows with what they inherit; what no workspace gives them is said."""
    definitions = [row for row in rows if isinstance(row, Definition) and row.group.startswith("cargo:")]
    if not definitions:
        return rows
    fill = _Fill(_Workspaces(definitions), definitions)
    return tuple(each for row in rows for each in fill.rows(row)) + tuple(_absent(rows, definitions))


class _Workspaces:
    """Finds the workspace of a folder as cargo does: where the crate points, else the nearest one above."""

    def __init__(self, definitions: list[Definition]) -> None:
        self._roots: dict[str, _Workspace] = {}
        self._pointed: dict[str, str] = {}
        self._found: dict[str, _Workspace | None] = {}
        for each in definitions:
            self._read(each)

    def of(self, folder: str) -> _Workspace | None:
        """The workspace that a crate in this folder belongs to."""
        if folder not in self._found:
            self._found[folder] = self._search(folder)
        return self._found[folder]

    def _search(self, folder: str) -> _Workspace | None:
        if folder in self._pointed:
            return self._roots.get(self._pointed[folder])
        for above in folders_up(folder):
            root = self._roots.get(above)
            if root and (above == folder or not root.leaves_out(folder)):
                return root
        return None

    def _read(self, each: Definition) -> None:
        folder = folder_of(each.path)
        if each.group == WORKSPACE and each.name == "at":
            self._pointed[folder] = each.value
            return
        root = self._roots.setdefault(folder, _Workspace()) if each.group in _OF_ROOTS else _Workspace()
        if each.group == WORKSPACE and each.name == "version":
            root.version = each.value
        elif each.group in {MEMBER, EXCLUDE}:
            (root.members if each.group == MEMBER else root.excludes).add(each.name)
        elif each.group in {OFFER, PATCH}:
            (root.offers if each.group == OFFER else root.patches)[each.name] = spec_from(each.value)


_OF_ROOTS = frozenset({WORKSPACE, MEMBER, EXCLUDE, OFFER, PATCH})


class _Fill:
    def __init__(self, workspaces: _Workspaces, definitions: list[Definition]) -> None:
        self._workspaces = workspaces
        self._inherited = {(each.path, each.line, each.name) for each in definitions if each.group == INHERIT}
        self._versions = {each.path for each in definitions if each.group == INHERIT_VERSION}

    def rows(self, row: Row) -> Iterator[Row]:
        """What stands in the place of one row."""
        workspace = self._workspaces.of(folder_of(row.path)) if file_of(row.path) == "Cargo.toml" else None
        if isinstance(row, Publication) and row.path in self._versions:
            yield replace(row, version=workspace.version if workspace else None)
        elif isinstance(row, Dependency) and row.ecosystem == "cargo":
            yield from self._needed(row, workspace)
        else:
            yield row

    def _needed(self, row: Dependency, workspace: _Workspace | None) -> Iterator[Row]:
        patches: Mapping[str, Spec] = workspace.patches if workspace else {}
        if (row.path, row.line, row.name) not in self._inherited:
            yield _patched(row, patches)
        elif workspace is None or row.name not in workspace.offers:
            yield row
            where = (
                "no workspace of the tree has it" if workspace is None else "its workspace does not offer it"
            )
            why = f"takes {row.name!r} from its workspace, but {where}"
            yield Skipped(path=row.path, line=row.line, reason=why, extractor=row.extractor)
        else:
            yield _patched(workspace.offers[row.name].filled(row), patches)


def _patched(row: Dependency, patches: Mapping[str, Spec]) -> Dependency:
    """A crate that comes from a registry gives way to its patch."""
    spec = patches.get(row.name)
    if spec is None or row.url is not None or row.local is not None:
        return row
    return replace(row, url=spec.url, local=spec.local)


def _absent(rows: Rows, definitions: list[Definition]) -> Iterator[Skipped]:
    read = {row.path for row in rows}
    for each in definitions:
        manifest = f"{each.name}/Cargo.toml".lstrip("/")
        if each.group == MEMBER and not set("*?[") & set(each.name) and manifest not in read:
            why = f"names a member that has no manifest ({each.value[:200]})"
            yield Skipped(path=each.path, line=each.line, reason=why, extractor=each.extractor)


LINKER = Linker(id="cargo-workspaces", doc=__doc__, link=link)
