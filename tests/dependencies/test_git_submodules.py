import time

import pytest

from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.extractors.git_submodules import EXTRACTOR, extract, wants
from gitops_assets.core.dependencies.model import Dependency, Kind, Malformed, Skipped


def test_only_the_file_at_the_top_of_the_tree_is_read() -> None:
    assert wants(".gitmodules")
    assert not wants("third_party/.gitmodules")


def test_a_submodule_is_a_dependency_on_the_line_of_its_section() -> None:
    url = "https://host/acme/core.git"
    text = f'# ours\n[submodule "libs/core"]\n\tpath = libs/core\n\turl = {url}\n\tbranch = main\n'
    assert [row for row in extract(".gitmodules", text) if isinstance(row, Dependency)] == [
        Dependency(
            kind=Kind.SUBMODULE,
            ecosystem="git",
            name=url,
            path=".gitmodules",
            line=2,
            constraint="main",
            url=url,
        )
    ]


def test_a_submodule_without_a_url_is_skipped_with_the_reason() -> None:
    rows = list(extract(".gitmodules", '[submodule "a"]\n\tpath = a\n'))
    assert rows == [Skipped(path=".gitmodules", line=1, reason="names no url for the submodule 'a'")]


def test_what_is_no_configuration_is_malformed() -> None:
    with pytest.raises(Malformed, match="is no git configuration"):
        list(extract(".gitmodules", "<<<<<<< HEAD\n"))


def test_a_password_in_a_url_is_never_kept() -> None:
    (row,) = extract(".gitmodules", '[submodule "a"]\n\turl = https://me:secret@host/a.git\n')
    assert "secret" not in repr(row)
    assert EXTRACTOR.id == "git-submodules"


def test_a_line_of_nothing_but_spaces_takes_no_time() -> None:
    began = time.process_time()
    rows_of(".gitmodules", b"x = " + b" " * 200_000, EXTRACTOR)
    assert time.process_time() - began < 1
