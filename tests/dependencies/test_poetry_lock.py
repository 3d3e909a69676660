from gitops_assets.core.dependencies.extractors.poetry_lock import extract, wants
from tests.dependencies.packages_read import locks, skips

TEXT = """\
[[package]]
name = "A_b"
version = "1.0"

[[package]]
name = "core"
version = "0.1"

[package.source]
type = "directory"
url = "../core"

[[package]]
name = "c"
version = "2.0"

[package.source]
type = "git"
url = "https://host/acme/c.git"
resolved_reference = "abc"

[metadata]
lock-version = "{version}"
"""


def test_every_poetry_lock_is_read() -> None:
    assert wants("a/poetry.lock")
    assert not wants("poetry.toml")


def test_packages_from_elsewhere_are_locked_and_folders_are_not() -> None:
    rows = extract("poetry.lock", TEXT.format(version="2.1"))
    assert locks(rows) == [(2, "a-b", "1.0", "", None), (14, "c", "2.0", "", None)]


def test_a_version_that_nobody_knows_is_skipped() -> None:
    rows = list(extract("poetry.lock", TEXT.format(version="7.0")))
    assert skips(rows) == [(23, "has the lock-version '7.0', which is not known")]
    assert not locks(rows)
