import pytest

from gitops_assets.core.dependencies.extractors.conan_lock import extract, wants
from gitops_assets.core.dependencies.model import Locked, Malformed, Skipped


def chosen(text: str) -> list[tuple[str, str, int]]:
    found = (row for row in extract("conan.lock", text) if isinstance(row, Locked))
    return [(row.name, row.version, row.line) for row in found]


def test_the_file_is_known_by_its_name() -> None:
    assert wants("a/conan.lock")
    assert not wants("conan.locked")


def test_every_table_of_a_lock_holds_chosen_versions() -> None:
    text = '{"version": "0.5",\n "requires": ["zlib/1.3#r1%17"],\n "build_requires": ["cmake/3.27#r2"]}'
    assert chosen(text) == [("zlib", "1.3", 2), ("cmake", "3.27", 3)]


def test_the_graph_of_the_first_conan_is_read_too() -> None:
    text = '{"graph_lock": {"nodes": {\n "0": {"path": "x"},\n "1": {"ref": "zlib/1.3@a/b#r"}}}}'
    assert chosen(text) == [("zlib", "1.3", 3)]


def test_what_is_no_reference_is_skipped_and_what_is_no_lock_is_malformed() -> None:
    (row,) = extract("conan.lock", '{"requires": ["zlib"]}')
    assert row == Skipped(path="conan.lock", line=1, reason="has 'zlib', which is no name/version")
    with pytest.raises(Malformed, match="is no lock file of Conan"):
        list(extract("conan.lock", "{}"))
