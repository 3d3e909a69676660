import pytest

from gitops_assets.core.dependencies.extractors.go_sum import extract, wants
from gitops_assets.core.dependencies.model import Locked, Malformed


def test_the_checksums_of_modules_and_workspaces_are_read() -> None:
    assert wants("go.sum")
    assert wants("a/go.work.sum")
    assert not wants("go.mod")


def test_only_a_module_whose_content_was_downloaded_is_locked() -> None:
    text = "a.org/x v1.0.0 h1:aa=\na.org/x v1.0.0/go.mod h1:bb=\na.org/y v0.9.0/go.mod h1:cc=\n"
    assert list(extract("go.sum", text)) == [
        Locked(ecosystem="golang", name="a.org/x", version="v1.0.0", path="go.sum", line=1)
    ]


def test_a_line_that_is_no_checksum_is_malformed() -> None:
    with pytest.raises(Malformed) as caught:
        list(extract("go.sum", "a.org/x v1.0.0 h1:aa=\n=======\n"))
    assert caught.value.line == 2
