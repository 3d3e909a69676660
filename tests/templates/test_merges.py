"""The registry of merges, and what holds for every kind of it."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.templates.merging import MERGES
from gitops_assets.core.templates.merging.model import Clash, Merge, Sides
from gitops_assets.core.templates.model import MergeKind

ROOM = Path(__file__).parents[2] / "gitops_assets/core/templates/merging"
MODULES = sorted(
    path.stem for path in ROOM.glob("*.py") if re.search(r"^MERGE\b", path.read_text("utf-8"), re.MULTILINE)
)


def test_every_kind_of_the_overlay_can_be_merged() -> None:
    assert set(MERGES.ids) == set(MergeKind)


def test_every_module_of_the_room_is_listed_and_nothing_else() -> None:
    found = [import_module(f"gitops_assets.core.templates.merging.{name}").MERGE for name in MODULES]
    assert sorted(each.id for each in found) == sorted(MERGES.ids)


@pytest.mark.parametrize("name", MODULES)
def test_every_kind_has_a_test_file(name: str) -> None:
    assert (Path(__file__).parent / f"test_merge_{name}.py").is_file()


@pytest.mark.parametrize("merge", MERGES, ids=MERGES.ids)
@given(base=st.none() | st.binary(max_size=30), theirs=st.binary(max_size=30), ours=st.binary(max_size=30))
def test_no_bytes_do_worse_than_a_conflict(
    merge: Merge, base: bytes | None, theirs: bytes, ours: bytes
) -> None:
    assert isinstance(merge.merge(Sides(base=base, theirs=theirs, ours=ours)), bytes | Clash)


@pytest.mark.parametrize("merge", MERGES, ids=MERGES.ids)
@given(st.binary(max_size=30))
def test_what_is_not_there_is_rendered(merge: Merge, theirs: bytes) -> None:
    made = merge.merge(Sides(base=None, theirs=theirs, ours=None))
    if merge.id is MergeKind.BLOCK:
        assert isinstance(made, Clash) or b">>> template" in (made or b"")
    else:
        assert made == theirs
