from typing import Any

from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.inventory import Technology, packages, technologies
from gitops_assets.core.dependencies.model import Dependency, Kind, Publication, RepositoryDependencies


def needs(name: str, **fields: Any) -> Dependency:  # noqa: ANN401 - any field
    known = {"kind": Kind.PACKAGE, "ecosystem": "npm", "path": "package.json", "line": 3}
    return Dependency(**{**known, "name": name, **fields})


def offers(name: str) -> Publication:
    return Publication(kind=Kind.PACKAGE, ecosystem="npm", name=name, path="package.json", line=2)


def member(slug: str, *rows: Dependency | Publication, present: bool = True) -> Member:
    needed = tuple(row for row in rows if isinstance(row, Dependency))
    offered = tuple(row for row in rows if isinstance(row, Publication))
    known = RepositoryDependencies(slug=slug, dependencies=needed, publications=offered)
    return Member(slug=slug, known=known, present=present)


def test_every_package_is_listed_once_with_its_versions_and_users() -> None:
    found = packages(
        [
            member("a", needs("left-pad", constraint="^1.0", resolved="1.3.0"), needs("core")),
            member("b", needs("left-pad", constraint="^1.1"), needs("./lib", local="lib")),
            member("c", offers("core")),
        ]
    )
    assert [(row.name, row.versions, row.constraints, row.repositories, row.internal) for row in found] == [
        ("left-pad", ("1.3.0",), ("^1.0", "^1.1"), ("a", "b"), False),
        ("core", (), (), ("a",), True),
    ]
    assert found[0].purl == "pkg:npm/left-pad"


def test_what_is_gone_uses_nothing() -> None:
    gone = member("a", needs("left-pad"), present=False)
    assert packages([gone]) == ()
    assert technologies([gone]) == ()


def test_technologies_are_told_by_manifests() -> None:
    image = needs("alpine", kind=Kind.IMAGE, ecosystem="docker")
    data = needs("bucket", kind=Kind.DATA, ecosystem="s3")
    assert technologies([member("a", needs("x"), image, data), member("b", image)]) == (
        Technology("Containers", ("a", "b")),
        Technology("JavaScript (npm)", ("a",)),
    )
