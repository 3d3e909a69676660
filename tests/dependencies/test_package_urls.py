"""A package's address, whatever the package is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.dependencies.model import _TYPES, purl


@pytest.mark.parametrize("name", ["", "/", "//", " ", "a/", "\t/ ", "@/"])
def test_a_name_of_which_nothing_is_left_has_no_address(name: str) -> None:
    assert purl("npm", name, "1") is None


@given(st.sampled_from(sorted(_TYPES)), st.text(max_size=12), st.none() | st.text(max_size=6))
def test_no_name_is_too_strange(ecosystem: str, name: str, version: str | None) -> None:
    assert str(purl(ecosystem, name, version) or "pkg:").startswith("pkg:")
