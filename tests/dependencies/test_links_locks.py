import pytest

from gitops_assets.core.dependencies.links.locks import LINKER
from gitops_assets.core.dependencies.model import Confidence, Definition, Dependency, Kind, Locked, Row


def needs(constraint: str | None = "^1", path: str = "packages/a/package.json") -> Dependency:
    return Dependency(kind=Kind.PACKAGE, ecosystem="npm", name="x", path=path, line=1, constraint=constraint)


def locked(version: str, holder: str = "", constraint: str | None = None, path: str = "lock") -> Locked:
    return Locked(
        ecosystem="npm", name="x", version=version, path=path, line=1, holder=holder, constraint=constraint
    )


def member(folder: str, path: str = "lock") -> Definition:
    return Definition(group="lock:member", name=folder, value="", path=path, line=1)


def chosen(*rows: Row) -> str | None:
    """The version of the first row once all are linked."""
    first = LINKER.link(rows)[0]
    assert isinstance(first, Dependency)
    assert (first.resolved is not None) == (first.confidence is Confidence.RESOLVED)
    return first.resolved


def test_an_entry_for_the_same_demand_comes_first() -> None:
    assert chosen(needs(), locked("1.1", constraint="^1"), locked("2.0", "packages/a", "^2")) == "1.1"


def test_then_comes_the_folder_of_the_manifest() -> None:
    assert chosen(needs(), locked("1.1"), locked("1.2", "packages/a"), locked("1.3", "packages/b")) == "1.2"


def test_then_the_folder_of_the_lock_file() -> None:
    assert chosen(needs(), locked("1.1"), locked("1.3", "packages/b")) == "1.1"


def test_then_the_only_version() -> None:
    assert chosen(needs(), locked("1.3", "packages/b"), locked("1.3", "packages/c")) == "1.3"


def test_of_several_versions_none_is_taken() -> None:
    assert chosen(needs(), locked("1.1"), locked("1.2")) is None


def test_one_demand_with_two_answers_is_decided_by_the_folder() -> None:
    answers = (locked("1.1", "packages/b", "^1"), locked("1.2", "packages/a", "^1"))
    assert chosen(needs(), *answers) == "1.2"


def test_the_nearest_lock_file_counts() -> None:
    assert chosen(needs(), locked("1.1"), locked("1.2", path="packages/a/lock")) == "1.2"
    assert chosen(needs(), locked("1.1"), locked("1.2", path="packages/b/lock")) == "1.1"


def test_a_lock_file_that_names_its_members_speaks_for_them_alone() -> None:
    assert chosen(needs(), locked("1.1"), member("packages/a")) == "1.1"
    assert chosen(needs(), locked("1.1"), member("packages/b")) is None
    above = (locked("1.1"), locked("1.2", path="packages/lock"), member("b", "packages/lock"))
    assert chosen(needs(), *above) == "1.1"


@pytest.mark.parametrize("others", [(), (locked("1.1", path="elsewhere/lock"),)])
def test_without_a_lock_file_nothing_is_resolved(others: tuple[Row, ...]) -> None:
    assert chosen(needs(), *others) is None


def test_entries_stay() -> None:
    rows = (needs(), locked("1.1"))
    assert LINKER.link(rows)[1] is rows[1]
