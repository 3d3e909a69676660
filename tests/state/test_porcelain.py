import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.state.porcelain import PorcelainError, Status, parse_status

HEADER = b"# branch.oid 1234\0# branch.head main\0"
ENTRY = b"N... 100644 100644 100644 1111 2222 "


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


@given(st.binary())
def test_no_bytes_crash_it(out: bytes) -> None:
    with contextlib.suppress(PorcelainError):
        parse_status(out)
