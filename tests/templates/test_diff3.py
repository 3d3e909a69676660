import time
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.templates.merging.diff3 import merged_pieces
from gitops_assets.core.templates.merging.matching import matched

LETTERS = st.text("abcd", max_size=14)


def merged(base: str, ours: str, theirs: str) -> str | None:
    pieces = list(merged_pieces(base, ours, theirs))
    if any(piece.is_conflict for piece in pieces):
        return None
    return "".join(ours[slice(*p.ours)] if p.takes_ours else theirs[slice(*p.theirs)] for p in pieces)


@given(LETTERS, LETTERS)
def test_what_matches_is_equal_and_in_order(old: str, new: str) -> None:
    pairs = matched(old, new)
    assert all(old[a] == new[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@given(LETTERS, LETTERS)
def test_whatever_only_one_side_changed_is_taken(base: str, other: str) -> None:
    assert merged(base, base, other) == other
    assert merged(base, other, base) == other
    assert merged(base, other, other) == other


@given(LETTERS, LETTERS, LETTERS)
def test_pieces_cover_all_sides_and_lose_nothing_that_was_added(base: str, ours: str, theirs: str) -> None:
    pieces = list(merged_pieces(base, ours, theirs))
    for name, whole in (("base", base), ("ours", ours), ("theirs", theirs)):
        assert "".join(whole[slice(*getattr(piece, name))] for piece in pieces) == whole
    result = merged(base, ours, theirs)
    if result is not None:
        assert not (Counter(ours) - Counter(base)) - Counter(result)
        assert not (Counter(theirs) - Counter(base)) - Counter(result)


def test_two_ends_come_together_and_one_place_does_not() -> None:
    assert merged("abcdefg", "Xbcdefg", "abcdefY") == "XbcdefY"
    assert merged("abc", "aXc", "aYc") is None
    assert merged("abc", "aXYbc", "ac") is None


@pytest.mark.timed
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["x"] * 40_000, ["y", "x"] * 20_000),
        ([str(n % 97) for n in range(40_000)], [str(n % 89) for n in range(40_000)]),
        ([f"{n}" for n in range(40_000)], [f"{n}" for n in range(40_000, 0, -1)]),
    ],
)
def test_hostile_texts_take_no_quadratic_time(old: list[str], new: list[str]) -> None:
    start = time.process_time()
    matched(old, new)
    assert time.process_time() - start < 3
