from gitops_assets.core.dependencies.extractors.pylock import extract, wants
from tests.dependencies.packages_read import locks, skips

TEXT = """\
lock-version = "{version}"
[[packages]]
name = "a"
version = "1.0"
[[packages]]
name = "core"
version = "0.1"
directory = {{path = "libs/core"}}
"""


def test_a_lock_file_may_have_a_name_of_its_own() -> None:
    assert wants("pylock.toml")
    assert wants("a/pylock.docs.toml")
    assert not wants("my-pylock.toml")


def test_packages_from_elsewhere_are_locked_and_folders_are_not() -> None:
    assert locks(extract("pylock.toml", TEXT.format(version="1.0"))) == [(3, "a", "1.0", "", None)]


def test_a_version_that_nobody_knows_is_skipped() -> None:
    rows = list(extract("pylock.toml", TEXT.format(version="2.0")))
    assert skips(rows) == [(1, "has the lock-version '2.0', which is not known")]
