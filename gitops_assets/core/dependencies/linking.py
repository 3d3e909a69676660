"""The files of one tree read together: references between them are followed, locks fill versions in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gitops_assets.core.dependencies.model import (
    Claim,
    Dependency,
    Locked,
    Publication,
    RepositoryDependencies,
    Row,
    Skipped,
)

Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linker:
    """One way in which files of a tree refer to each other.

    ``link`` gets the rows of all files of one tree, in the order of their paths, and gives all that should
    stand in their place. It is pure and never raises.
    """

    id: str
    doc: str
    link: Callable[[Rows], Rows]
    version: int = 1


def linked(slug: str, rows: Iterable[Row], linkers: Iterable[Linker]) -> RepositoryDependencies:
    """What the rows of one tree say together, sorted by place; equal rows are said once."""
    together: Rows = tuple(rows)
    for linker in linkers:
        together = linker.link(together)
    ordered = sorted(dict.fromkeys(together), key=lambda row: (row.path, row.line))
    return RepositoryDependencies(
        slug=slug,
        dependencies=tuple(row for row in ordered if isinstance(row, Dependency)),
        publications=tuple(row for row in ordered if isinstance(row, Publication)),
        claims=tuple(row for row in ordered if isinstance(row, Claim)),
        skipped=_told_once(row for row in ordered if isinstance(row, Skipped)),
        locked=tuple(row for row in ordered if isinstance(row, Locked)),
    )


def _told_once(skipped: Iterable[Skipped]) -> tuple[Skipped, ...]:
    """Two extractors that stumble over the same place say it once."""
    return tuple({(row.path, row.line, row.reason): row for row in reversed(list(skipped))}.values())[::-1]
