import pytest

from gitops_assets.core.dependencies.extractors.pnpm_workspace import extract, wants
from gitops_assets.core.dependencies.model import Malformed
from tests.dependencies.packages_read import says


def test_every_pnpm_workspace_is_read() -> None:
    assert wants("pnpm-workspace.yaml")
    assert not wants("workspace.yaml")


def test_globs_and_catalogs_are_left_for_linkers() -> None:
    globs = "packages:\n  - packages/*\n  - '!old'\n"
    text = globs + "catalog:\n  a: ^1\ncatalogs:\n  next:\n    a: ^2\n  default:\n    b: 3\n"
    rows = list(extract("pnpm-workspace.yaml", text))
    assert says(rows, "npm:workspace") == [(2, "packages/*", ""), (3, "!old", "")]
    assert says(rows, "npm:catalog") == [(5, "default:a", "^1"), (8, "next:a", "^2"), (10, "default:b", "3")]


def test_an_empty_file_says_nothing() -> None:
    assert not list(extract("pnpm-workspace.yaml", ""))


def test_what_is_no_mapping_is_malformed() -> None:
    with pytest.raises(Malformed, match="holds no mapping"):
        list(extract("pnpm-workspace.yaml", "- a\n"))
