"""Packages of one workspace that need each other by name stay in the tree: npm, Yarn, pnpm, uv."""

from collections.abc import Iterator
from dataclasses import replace

from semantic_version import NpmSpec, Version  # type: ignore[import-untyped]  # it brings no stubs

from gitops_assets.core.dependencies.ecosystems.workspace import Workspace, strays, workspaces
from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Dependency, Publication, Row, Skipped
from gitops_assets.core.dependencies.parsers.tree_path import folder_of

_PROTOCOL = "workspace:"
_LONGEST = 200


def link(rows: Rows) -> Rows:
    """Dependencies on a member get its folder; globs and demands that no folder answers are said."""
    found: dict[tuple[str, str], list[Workspace]] = {}
    for workspace in workspaces(rows):
        for folder in workspace.folders:
            found.setdefault((workspace.ecosystem, folder), []).append(workspace)
    return (*(each for row in rows for each in _linked(row, found)), *strays(rows))


def _linked(row: Row, found: dict[tuple[str, str], list[Workspace]]) -> Iterator[Row]:
    if not isinstance(row, Dependency) or row.local is not None or row.url is not None:
        yield row
        return
    around = found.get((row.ecosystem, folder_of(row.path)), ())
    member = next((each.members[row.name] for each in around if row.name in each.members), None)
    if member is not None and _answers(row, member):
        yield replace(row, local=folder_of(member.path))
        return
    yield row
    if (row.constraint or "").startswith(_PROTOCOL):
        why = f"asks for {row.name!r} of the workspace, which has no such member"
        yield Skipped(path=row.path, line=row.line, reason=why)


def _answers(wanted: Dependency, member: Publication) -> bool:
    """Whether the member is what gets installed; npm asks its registry when the range leaves it out."""
    constraint = wanted.constraint or "*"
    if wanted.ecosystem != "npm" or constraint == "*" or constraint.startswith(_PROTOCOL):
        return True
    if max(len(constraint), len(member.version or "")) > _LONGEST:
        return False
    try:
        return bool(NpmSpec(constraint).match(Version(member.version or "0.0.0")))
    except ValueError:
        return False


LINKER = Linker(id="workspaces", doc=__doc__, link=link)
