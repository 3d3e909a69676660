"""Packages of one tree that belong together: a root lists the folders, the folders publish the names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gitops_assets.core.dependencies.model import Definition, Publication, Row, Skipped
from gitops_assets.core.dependencies.parsers.globs import matches
from gitops_assets.core.dependencies.parsers.tree_path import folder_of, path_below, path_from

PATTERNS = 1_000
"""Globs of one workspace; what more a root lists is skipped."""

GROUP = ":workspace"
"""Group of the definitions whose ``name`` is a glob of folders, behind the ecosystem (``npm:workspace``)."""


@dataclass(slots=True)
class Workspace:
    """``members`` are the publications by name; ``folders`` those of the members and of the root itself."""

    ecosystem: str
    root: str
    members: dict[str, Publication] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)


def workspaces(rows: Iterable[Row]) -> Iterator[Workspace]:
    """Every workspace of a tree, in the order of the paths of its roots."""
    known = tuple(rows)
    offered: dict[str, list[Publication]] = {}
    for row in known:
        if isinstance(row, Publication):
            offered.setdefault(row.ecosystem, []).append(row)
    for (ecosystem, root), globs in _listed(known).items():
        workspace = Workspace(ecosystem, root, folders={root})
        for each in offered.get(ecosystem, ()):
            folder = folder_of(each.path)
            inside = path_below(root, folder)
            if inside is not None and (not inside or _meant(globs, inside)):
                workspace.members.setdefault(each.name, each)
                workspace.folders.add(folder)
        yield workspace


def strays(rows: Iterable[Row]) -> Iterator[Skipped]:
    """Why a glob finds nothing that could be looked at: it leads out of the tree, or is one too many."""
    counted: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Definition) and row.group.endswith(GROUP):
            counted[row.path] = counted.get(row.path, 0) + 1
            if path_from(folder_of(row.path), row.name.removeprefix("!")) is None:
                why = f"has the workspace {row.name[:100]!r}, which is outside of the tree"
                yield Skipped(path=row.path, line=row.line, reason=why)
            elif counted[row.path] == PATTERNS + 1:
                why = f"lists more than {PATTERNS:,} workspaces; the rest is not looked at"
                yield Skipped(path=row.path, line=row.line, reason=why)


def _listed(rows: tuple[Row, ...]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if isinstance(row, Definition) and row.group.endswith(GROUP):
            key = row.group.removesuffix(GROUP), folder_of(row.path)
            if len(found.setdefault(key, [])) < PATTERNS:
                found[key].append(row.name)
    return found


def _meant(globs: list[str], folder: str) -> bool:
    """A folder that any glob means and none excludes (``!``)."""
    if any(glob.startswith("!") and matches(glob[1:], folder) for glob in globs):
        return False
    return any(not glob.startswith("!") and matches(glob, folder) for glob in globs)
