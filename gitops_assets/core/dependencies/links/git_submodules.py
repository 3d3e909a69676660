"""A submodule stands at the commit that the tree itself names for its path (git-ls-tree(1), mode 160000)."""

from dataclasses import replace

from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Confidence, Definition, Dependency, Kind

GITLINK = "git:link"
"""Group of the definitions that say at which commit (value) the submodule at a path (name) stands."""

PLACE = "git:submodule"
"""Group of the definitions that say at which path (value) the submodule of a line stands."""


def link(rows: Rows) -> Rows:
    """Submodules with the commit at which they stand; one that was never added has none."""
    definitions = [row for row in rows if isinstance(row, Definition)]
    commits = {row.name: row.value for row in definitions if row.group == GITLINK}
    places = {(row.path, row.line): row.value for row in definitions if row.group == PLACE}
    if not commits or not places:
        return rows
    return tuple(
        replace(row, resolved=commits[places[row.path, row.line]], confidence=Confidence.RESOLVED)
        if isinstance(row, Dependency)
        and row.kind is Kind.SUBMODULE
        and places.get((row.path, row.line)) in commits
        else row
        for row in rows
    )


LINKER = Linker(id="git-submodules", doc=__doc__, link=link)
