"""Dependency groups of a pyproject.toml (PEP 735)."""

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.model import Row, Scope, Skipped
from gitops_assets.core.dependencies.parsers.includes import closing
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.requirement import scope_of
from gitops_assets.core.dependencies.parsers.requirement_rows import requirement_rows

_TABLE = "dependency-groups"


def group_rows(path: str, project: Located) -> Iterator[Row]:
    """The requirements of every group, once, where they stand; of includes only those that lead nowhere."""
    own = project.text("project", "name") or ""
    for group in project.mapping(_TABLE):
        scope = scope_of(group, Scope.DEV)
        for nth, text in project.texts(_TABLE, group):
            line = project.line(_TABLE, group, nth)
            yield from requirement_rows(path, line, text, scope=scope, own=own)
    yield from _includes(path, project)


def _includes(path: str, project: Located) -> Iterator[Skipped]:
    references: dict[str, list[str]] = {canonicalize_name(group): [] for group in project.mapping(_TABLE)}
    found = list(_written(project))
    for group, target, _ in found:
        references[group].append(target)
    circles = closing(references)
    for group, target, line in found:
        if target not in references:
            yield Skipped(path=path, line=line, reason=f"includes the group {target!r}, which is not there")
        elif (group, target) in circles:
            yield Skipped(path=path, line=line, reason=f"includes the group {target!r} in a circle")


def _written(project: Located) -> Iterator[tuple[str, str, int]]:
    for group in project.mapping(_TABLE):
        for nth, _ in enumerate(project.items(_TABLE, group)):
            if target := project.text(_TABLE, group, nth, "include-group"):
                yield canonicalize_name(group), canonicalize_name(target), project.line(_TABLE, group, nth)
