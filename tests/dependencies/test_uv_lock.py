from gitops_assets.core.dependencies.extractors.uv_lock import extract, wants
from tests.dependencies.packages_read import locks, says, skips

TEXT = """\
version = {version}
[[package]]
name = "app"
version = "0.1"
source = {{ virtual = "." }}

[[package]]
name = "core"
version = "0.1"
source = {{ editable = "libs/core" }}

[[package]]
name = "a"
version = "1.0"
source = {{ registry = "https://host/simple" }}
"""


def test_every_uv_lock_is_read() -> None:
    assert wants("a/uv.lock")
    assert not wants("uv.toml")


def test_projects_of_the_workspace_are_members_and_not_locked() -> None:
    rows = list(extract("uv.lock", TEXT.format(version=1)))
    assert locks(rows) == [(13, "a", "1.0", "", None)]
    assert [name for _, name, _ in says(rows, "lock:member")] == ["", "", "libs/core"]


def test_a_version_that_nobody_knows_is_skipped() -> None:
    rows = list(extract("uv.lock", TEXT.format(version=2)))
    assert skips(rows) == [(1, "has the version '2', which is not known")]
