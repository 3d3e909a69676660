import contextlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.model import CHANGED_LIMIT
from gitops_assets.core.state.porcelain import RECORD_LIMIT, PorcelainError, Status, StatusReader

HEADER = b"# branch.oid 1234\0# branch.head main\0"
ENTRY = b"N... 100644 100644 100644 1111 2222 "


def parse_status(*pieces: bytes) -> Status:
    reader = StatusReader()
    for piece in pieces:
        reader.feed(piece)
    return reader.status()


def test_a_clean_branch_without_upstream_has_no_distance() -> None:
    assert parse_status(HEADER) == Status(head="1234", branch="main")


def test_distances_and_stashes_are_read_from_the_headers() -> None:
    status = parse_status(HEADER + b"# branch.upstream origin/main\0# branch.ab +2 -3\0# stash 4\0")
    assert (status.upstream, status.ahead, status.behind, status.stashes) == ("origin/main", 2, 3, 4)


def test_one_entry_can_be_staged_and_changed_again() -> None:
    status = parse_status(
        b"1 MM " + ENTRY + b"both\0" + b"1 A. " + ENTRY + b"added\0" + b"1 .D " + ENTRY + b"gone\0"
    )
    assert (status.staged, status.unstaged) == (2, 2)
    assert status.changed == ("added", "both", "gone")


def test_the_old_name_of_a_rename_is_not_another_entry() -> None:
    status = parse_status(b"2 R. " + ENTRY + b"R100 new name\0old name\0? other\0")
    assert (status.staged, status.untracked, status.changed) == (1, 1, ("new name", "other"))


def test_an_unmerged_path_is_conflicted_and_nothing_else() -> None:
    status = parse_status(b"u UU N... 100644 100644 100644 100644 1 2 3 a file\0")
    assert (status.conflicted, status.staged, status.unstaged) == (1, 0, 0)
    assert status.changed == ("a file",)


def test_before_the_first_commit_and_off_a_branch_there_are_no_names() -> None:
    status = parse_status(b"# branch.oid (initial)\0# branch.head (detached)\0")
    assert (status.head, status.branch) == (None, None)


def test_names_with_newlines_and_broken_bytes_are_shown_escaped() -> None:
    assert parse_status(b"? a\nb\0? \xff\0").changed == ("a\\x0ab", "\\xff")


def test_ignored_files_are_no_changes() -> None:
    assert parse_status(b"! build/\0").changed == ()


@pytest.mark.parametrize("out", [b"x y\0", b"1 M.\0", b"u UU\0", b"# branch.ab one two\0", b"?\0"])
def test_anything_else_is_refused_by_name(out: bytes) -> None:
    with pytest.raises(PorcelainError, match="git status gave"):
        parse_status(out)


@given(st.lists(st.integers(0, 200)))
def test_where_the_output_is_cut_into_pieces_changes_nothing(cuts: list[int]) -> None:
    out = HEADER + b"2 R. " + ENTRY + b"R100 new\0old\0? \xc3\xbc\0u UU N... 1 2 3 4 5 6 7 x\0! y\0"
    places = [0, *sorted(cuts), len(out)]
    pieces = [out[start:end] for start, end in pairwise(places)]
    assert parse_status(*pieces) == parse_status(out)


def test_an_output_that_breaks_off_is_no_status() -> None:
    with pytest.raises(PorcelainError, match="in the middle of a record"):
        parse_status(HEADER, b"? half a na")


def test_a_record_without_an_end_is_not_kept_for_ever() -> None:
    with pytest.raises(PorcelainError, match="more than"):
        parse_status(b"? " + b"x" * RECORD_LIMIT, b"x" * 10)


def test_every_path_is_counted_and_only_the_first_are_kept() -> None:
    names = [f"f{number:06}" for number in range(5_000)]
    status = parse_status(*(b"? " + name.encode() + b"\0" for name in reversed(names)))
    assert (status.untracked, status.changed) == (5_000, tuple(names[:CHANGED_LIMIT]))


@given(st.binary())
def test_no_bytes_crash_it(out: bytes) -> None:
    with contextlib.suppress(PorcelainError):
        parse_status(out)
