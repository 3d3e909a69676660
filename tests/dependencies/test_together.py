"""Versions that exclude each other break whoever needs both, and nobody else."""

from gitops_assets.core.dependencies.disagreements.conflicts import all_conflicts
from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.model import ConflictKind, Member
from gitops_assets.core.dependencies.model import (
    Dependency,
    Kind,
    Publication,
    RepositoryDependencies,
    Scope,
)
from gitops_assets.core.dependencies.policy import DependencyPolicy


def member(
    slug: str, *needs: tuple[str, str], scope: Scope = Scope.RUNTIME, ecosystem: str = "pypi"
) -> Member:
    """A repository that publishes a package called as itself."""
    rows = [
        Dependency(
            kind=Kind.PACKAGE,
            ecosystem=ecosystem,
            name=name,
            path="package.json",
            line=nth,
            constraint=constraint,
            scope=scope,
        )
        for nth, (name, constraint) in enumerate(needs, 3)
    ]
    own = Publication(kind=Kind.PACKAGE, ecosystem=ecosystem, name=slug, path="package.json", line=2)
    return Member(
        slug=slug, known=RepositoryDependencies(slug=slug, dependencies=tuple(rows), publications=(own,))
    )


def broken(*members: Member) -> tuple[str, ...]:
    found = all_conflicts(members, DependencyPolicy(), build_graph(members))
    (conflict,) = (each for each in found if each.kind is ConflictKind.CONFLICT)
    return conflict.breaks


def test_two_that_nobody_uses_together_break_nothing() -> None:
    assert broken(member("a", ("react", "<18")), member("b", ("react", ">=18"))) == ()


def test_who_needs_the_other_is_broken() -> None:
    app = member("app", ("react", "<18"), ("lib", ">=0"))
    assert broken(app, member("lib", ("react", ">=18"))) == ("app",)


def test_who_needs_both_is_broken_over_any_number_of_steps() -> None:
    top, app = member("top", ("app", ">=0")), member("app", ("a", ">=0"), ("b", ">=0"))
    members = (top, app, member("a", ("react", "<18")), member("b", ("react", ">=18")))
    assert broken(*members) == ("app", "top")


def test_what_only_tests_or_builds_another_does_not_come_along() -> None:
    app = member("app", ("lib", ">=0"), ("react", "<18"), scope=Scope.DEV)
    assert broken(app, member("lib", ("react", ">=18"))) == ()


def test_where_each_package_has_its_own_version_nothing_breaks() -> None:
    app = member("app", ("react", "^17.0.0"), ("lib", "*"), ecosystem="npm")
    assert broken(app, member("lib", ("react", "^18.0.0"), ecosystem="npm")) == ()
