"""Dependencies that came, moved and went, as changes that reports tell."""

from collections.abc import Iterator

from gitops_assets.core.changes import Kind
from gitops_assets.core.dependencies.graph.comparison import dependency_changes
from gitops_assets.core.dependencies.model import Dependency, RepositoryDependencies
from gitops_assets.core.model import Cause, Change


def told(before: RepositoryDependencies, after: RepositoryDependencies, *, reread: bool) -> Iterator[Change]:
    """One change for each dependency that differs; ``reread``: our own analysis moved, and is the cause."""
    found = dependency_changes(before, after)
    cause = Cause.RULE if reread else Cause.CODE
    for row in found.added:
        yield _change(after.slug, Kind.DEPENDENCY_ADDED, None, row, cause)
    for each in found.updated:
        yield _change(after.slug, Kind.DEPENDENCY_UPDATED, each.before, each.after, cause)
    for row in found.removed:
        yield _change(after.slug, Kind.DEPENDENCY_REMOVED, row, None, cause)


def _change(
    slug: str, kind: Kind, before: Dependency | None, after: Dependency | None, cause: Cause
) -> Change:
    row = after or before
    assert row is not None  # noqa: S101 - for the type checker: one of the two is given
    return Change(
        slug=slug,
        kind=kind,
        subject=f"{row.ecosystem} {row.name} in {row.path}",
        before=_version(before),
        after=_version(after),
        cause=cause,
    )


def _version(row: Dependency | None) -> str | None:
    """What is demanded, and what a lock file resolves it to."""
    if row is None:
        return None
    if row.resolved and row.resolved != row.constraint:
        return f"{row.constraint} = {row.resolved}" if row.constraint else row.resolved
    return row.constraint or "any version"
