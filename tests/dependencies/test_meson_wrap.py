import pytest

from gitops_assets.core.dependencies.extractors.meson_wrap import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Kind, Malformed, Scope

PATH = "subprojects/glib.wrap"


def test_only_wraps_of_subprojects_are_read() -> None:
    assert wants(PATH)
    assert not wants("gift.wrap")


def test_a_wrap_is_called_as_its_file_is() -> None:
    text = "# c\n[wrap-git]\nurl = https://host/glib.git\nrevision = 2.80\n[provide]\nurl = none\n"
    assert list(extract(PATH, text)) == [
        Dependency(
            kind=Kind.PACKAGE,
            ecosystem="meson",
            name="glib",
            path=PATH,
            line=2,
            scope=Scope.OPTIONAL,
            constraint="2.80",
            url="https://host/glib.git",
        )
    ]


def test_the_archive_of_a_forge_leads_to_its_repository() -> None:
    (row,) = extract(PATH, "[wrap-file]\nsource_url = https://github.com/o/r/archive/v1.tar.gz\n")
    assert isinstance(row, Dependency)
    assert (row.url, row.constraint) == ("https://github.com/o/r", "v1")


def test_a_wrap_without_an_address_leads_to_what_the_tree_carries() -> None:
    for text, folder in (
        ("[wrap-file]\nmethod = cmake\n", "subprojects/glib"),
        ("[wrap-file]\ndirectory = glib-2.80\n", "subprojects/glib-2.80"),
    ):
        (row,) = extract(PATH, text)
        assert isinstance(row, Dependency)
        assert (row.name, row.local, row.url) == ("glib", folder, None)
    with pytest.raises(Malformed, match="outside of the tree"):
        list(extract(PATH, "[wrap-file]\ndirectory = ../../glib\n"))


def test_a_redirection_gives_nothing_and_anything_else_is_malformed() -> None:
    assert list(extract(PATH, "[wrap-redirect]\nfilename = a/b.wrap\n")) == []
    for text in ("", "[wrap-git]\nrevision = 1\n"):
        with pytest.raises(Malformed):
            list(extract(PATH, text))
