"""Rows of packages in a form that a test can say in one line."""

from collections.abc import Iterable

from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links import LINKERS
from gitops_assets.core.dependencies.model import (
    Definition,
    Dependency,
    Locked,
    Publication,
    RepositoryDependencies,
    Row,
    Skipped,
)


def needs(rows: Iterable[Row]) -> list[tuple[int, str, str | None, str]]:
    """Line, name, constraint and scope of every dependency."""
    return [
        (row.line, row.name, row.constraint, row.scope.value) for row in rows if isinstance(row, Dependency)
    ]


def offers(rows: Iterable[Row]) -> list[tuple[int, str, str | None]]:
    """Line, name and version of every publication."""
    return [(row.line, row.name, row.version) for row in rows if isinstance(row, Publication)]


def locks(rows: Iterable[Row]) -> list[tuple[int, str, str, str, str | None]]:
    """Line, name, version, holder and constraint of every entry of a lock file."""
    return [
        (row.line, row.name, row.version, row.holder, row.constraint)
        for row in rows
        if isinstance(row, Locked)
    ]


def skips(rows: Iterable[Row]) -> list[tuple[int, str]]:
    """Line and reason of everything that gave no row."""
    return [(row.line, row.reason) for row in rows if isinstance(row, Skipped)]


def says(rows: Iterable[Row], group: str) -> list[tuple[int, str, str]]:
    """Line, name and value of the definitions of one group."""
    return [
        (row.line, row.name, row.value) for row in rows if isinstance(row, Definition) and row.group == group
    ]


def tree(files: dict[str, str]) -> RepositoryDependencies:
    """What a tree of these files needs and offers, read and linked with everything that is registered."""
    rows = (
        row
        for path, text in sorted(files.items())
        for extractor in EXTRACTORS
        if extractor.wants(path)
        for row in rows_of(path, text.encode(), extractor)
    )
    return linked("acme/tree", rows, LINKERS)


def resolved(known: RepositoryDependencies) -> list[tuple[str, str, str | None]]:
    """Path, name and resolved version of every dependency."""
    return [(row.path, row.name, row.resolved) for row in known.dependencies]
