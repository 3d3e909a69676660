"""Repositories and what they depend on, in one line each: ``member("acme/api", npm("react", "^17.0.0"))``."""

from dataclasses import replace

from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.model import Dependency, Kind, RepositoryDependencies


def needs(ecosystem: str, name: str, constraint: str | None = None, **fields: object) -> Dependency:
    """A package that package.json, line 3, asks for."""
    row = Dependency(
        kind=Kind.PACKAGE, ecosystem=ecosystem, name=name, path="package.json", line=3, constraint=constraint
    )
    return replace(row, **fields)  # type: ignore[arg-type] # a test's shorthand


def npm(name: str, constraint: str | None = None, **fields: object) -> Dependency:
    """A package of npm's."""
    return needs("npm", name, constraint, **fields)


def member(slug: str, *dependencies: Dependency, **known: object) -> Member:
    """A repository that is present."""
    rows = RepositoryDependencies(slug=slug, dependencies=dependencies)
    return Member(slug=slug, known=replace(rows, **known))  # type: ignore[arg-type] # a test's shorthand
