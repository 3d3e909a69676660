"""Modules that a go.work builds together need each other from their folders, at no version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

from gitops_assets.core.dependencies.ecosystems.golang import (
    Replacement,
    replaced_by_folder,
    replaced_by_module,
    replacement,
    replacing,
)
from gitops_assets.core.dependencies.extractors.go_work import REPLACE, USE
from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Definition, Dependency, Publication, Row, Skipped
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of, path_from


@dataclass(slots=True)
class _Workspace:
    """One go.work: the modules it uses, by name, and what it puts in the place of others."""

    folder: str
    modules: dict[str, str] = field(default_factory=dict)
    replacements: dict[tuple[str, str | None], Replacement] = field(default_factory=dict)


def link(rows: Rows) -> Rows:
    """Every module that a workspace uses, with the workspace's other modules as folders of the tree."""
    names = {folder_of(row.path): row.name for row in rows if _is_module(row)}
    workspace_of = _workspaces(rows, names)
    linked = (_linked(row, workspace_of.get(folder_of(row.path))) for row in rows)
    return (*linked, *_absent(rows))


def _linked(row: Row, workspace: _Workspace | None) -> Row:
    if workspace is None or not _is_open(row):
        return row
    if row.name in workspace.modules:
        return replaced_by_folder(row, workspace.modules[row.name])
    by = replacing(row.name, row.constraint, workspace.replacements)
    if by is None:
        return row
    if by.folder is None:
        return replaced_by_module(row, by)
    folder = path_from(workspace.folder, by.folder)
    return row if folder is None else replaced_by_folder(row, folder)


def _is_open(row: Row) -> TypeGuard[Dependency]:
    return isinstance(row, Dependency) and row.ecosystem == "golang" and row.local is None


def _is_module(row: Row) -> TypeGuard[Publication]:
    return isinstance(row, Publication) and row.ecosystem == "golang" and file_of(row.path) == "go.mod"


def _workspaces(rows: Rows, names: Mapping[str, str]) -> dict[str, _Workspace]:
    """The workspace of each folder that is used; one that two use belongs to the nearer."""
    found: dict[str, _Workspace] = {}
    for row in rows:
        if isinstance(row, Definition) and row.group in {USE, REPLACE}:
            workspace = found.setdefault(row.path, _Workspace(folder_of(row.path)))
            if row.group == REPLACE:
                by = replacement(tuple(row.value.split("\n")), row.line)
                workspace.replacements[by.old, by.version] = by
            elif row.name in names:
                workspace.modules[names[row.name]] = row.name
    outer_first = sorted(found.values(), key=lambda each: len(each.folder))
    return {folder: each for each in outer_first for folder in each.modules.values()}


def _absent(rows: Rows) -> Iterator[Skipped]:
    read = {row.path for row in rows}
    for row in rows:
        if isinstance(row, Definition) and row.group == USE and f"{row.name}/go.mod".lstrip("/") not in read:
            why = f"uses a folder that has no go.mod ({row.value[:200]})"
            yield Skipped(path=row.path, line=row.line, reason=why, extractor=row.extractor)


LINKER = Linker(id="go-workspaces", doc=__doc__, link=link)
