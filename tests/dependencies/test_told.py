from typing import Any

from gitops_assets.core.dependencies.model import Dependency, Kind, RepositoryDependencies
from gitops_assets.core.dependencies.told import told
from gitops_assets.core.model import Cause


def needs(name: str, **fields: Any) -> Dependency:  # noqa: ANN401 - any field
    known = {"kind": Kind.PACKAGE, "ecosystem": "npm", "path": "package.json", "line": 3}
    return Dependency(**{**known, "name": name, **fields})


def repository(*rows: Dependency) -> RepositoryDependencies:
    return RepositoryDependencies(slug="acme/api", dependencies=rows)


def test_what_came_moved_and_went_is_told_with_its_versions() -> None:
    before = repository(needs("a", constraint="^1", resolved="1.2.0"), needs("gone"), needs("same"))
    after = repository(
        needs("a", constraint="^1", resolved="1.3.0"), needs("new", resolved="2"), needs("same")
    )
    changes = [
        (each.kind, each.subject, each.before, each.after) for each in told(before, after, reread=False)
    ]
    assert changes == [
        ("dependency-added", "npm new in package.json", None, "2"),
        ("dependency-updated", "npm a in package.json", "^1 = 1.2.0", "^1 = 1.3.0"),
        ("dependency-removed", "npm gone in package.json", "any version", None),
    ]


def test_what_only_our_own_reading_moved_is_not_blamed_on_the_code() -> None:
    (change,) = told(repository(), repository(needs("a")), reread=True)
    assert change.cause is Cause.RULE
