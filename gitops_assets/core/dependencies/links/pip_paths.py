"""A Python package that is asked for by its folder (``-e ./core``) is called what that folder publishes."""

from dataclasses import replace

from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Dependency, Publication, Row
from gitops_assets.core.dependencies.parsers.tree_path import folder_of, path_from


def link(rows: Rows) -> Rows:
    """The rows; where a folder publishes nothing, the path stays the name."""
    offered = {
        folder_of(row.path): row.name
        for row in reversed(rows)
        if isinstance(row, Publication) and row.ecosystem == "pypi"
    }
    return tuple(_named(row, offered) for row in rows)


def _named(row: Row, offered: dict[str, str]) -> Row:
    if not isinstance(row, Dependency) or row.ecosystem != "pypi" or row.local is None:
        return row
    unnamed = path_from(folder_of(row.path), row.name) == row.local
    return replace(row, name=offered[row.local]) if unnamed and row.local in offered else row


LINKER = Linker(id="pip-paths", doc=__doc__, link=link)
