import pytest

from gitops_assets.core.dependencies.extractors.pipfile_lock import extract, wants
from gitops_assets.core.dependencies.model import Malformed
from tests.dependencies.packages_read import locks, skips


def test_every_pipfile_lock_is_read() -> None:
    assert wants("a/Pipfile.lock")
    assert not wants("Pipfile")


def test_each_category_has_versions_or_commits() -> None:
    text = (
        '{"_meta": {"pipfile-spec": 6},\n"default": {\n"A_b": {"version": "==1.0"},\n'
        '"c": {"git": "https://host/c", "ref": "abc"}, "d": {"path": "."}},\n'
        '"develop": {"e": {"version": "==2"}}}'
    )
    assert locks(extract("Pipfile.lock", text)) == [
        (3, "a-b", "1.0", "", None),
        (4, "c", "abc", "", None),
        (5, "e", "2", "", None),
    ]


def test_a_version_that_nobody_knows_is_skipped() -> None:
    rows = list(
        extract("Pipfile.lock", '{"_meta": {"pipfile-spec": 9}, "default": {"a": {"version": "==1"}}}')
    )
    assert skips(rows) == [(1, "has the pipfile-spec '9', which is not known")]


def test_what_is_no_object_is_malformed() -> None:
    with pytest.raises(Malformed, match="holds no object"):
        list(extract("Pipfile.lock", "[]"))
