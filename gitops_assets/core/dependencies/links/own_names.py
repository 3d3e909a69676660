"""What a tree calls and offers itself stays in it."""

from dataclasses import replace

from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Publication

_KINDS = frozenset({Kind.API, Kind.CONFIG, Kind.DATA})


def link(rows: Rows) -> Rows:
    """Guessed dependencies on a name that another file of the tree publishes lead to that file.

    Many repositories carry a copy of the same ``.proto`` file; whoever has one imports its own.
    """
    offered = {(row.ecosystem, row.name): row.path for row in reversed(rows) if isinstance(row, Publication)}
    return tuple(
        replace(row, local=offered[row.ecosystem, row.name])
        if isinstance(row, Dependency)
        and row.kind in _KINDS
        and row.confidence is Confidence.INFERRED
        and (row.ecosystem, row.name) in offered
        else row
        for row in rows
    )


LINKER = Linker(id="own-names", doc=__doc__, link=link)
