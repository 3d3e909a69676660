from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.templates.merging.lines import merge_lines
from gitops_assets.core.templates.merging.model import Clash, Sides

BODIES = st.lists(st.sampled_from([b"a", b"b", b"# c", b"", b"!d", b"e\r", b"f "]), max_size=7).flatmap(
    lambda lines: st.sampled_from([b"\n".join(lines), b"\n".join([*lines, b""])])
)


def merged(base: bytes | None, theirs: bytes, ours: bytes) -> object:
    return merge_lines(Sides(base=base, theirs=theirs, ours=ours))


def test_missing_lines_are_added_at_the_end() -> None:
    assert merged(None, b"a\nb\n", b"x\na\n") == b"x\na\nb\n"


def test_a_file_without_a_last_line_end_loses_nothing() -> None:
    assert merged(None, b"b\n", b"a") == b"a\nb\n"


def test_windows_line_ends_and_a_mark_stay() -> None:
    assert merged(None, b"a\nb\n", b"\xef\xbb\xbfx\r\na\r\n") == b"\xef\xbb\xbfx\r\na\r\nb\r\n"


def test_comments_come_with_the_lines_below_them_only() -> None:
    theirs = b"# Python\n*.pyc\n\n# Node\nnode_modules/\n"
    assert merged(None, theirs, b"*.pyc\n") == b"*.pyc\n# Node\nnode_modules/\n"


def test_what_a_user_takes_back_stays_taken_back() -> None:
    assert merged(None, b"*.log\n", b"x\n!keep.log\n") == b"x\n*.log\n!keep.log\n"


def test_a_line_that_was_removed_here_does_not_return_and_a_dropped_one_stays() -> None:
    assert merged(b"a\nb\n", b"a\nb\nc\n", b"a\n") == b"a\nc\n"
    assert merged(b"a\nb\n", b"a\n", b"a\nb\nx\n") == b"a\nb\nx\n"


def test_a_binary_file_gets_no_lines() -> None:
    assert isinstance(merged(None, b"a\n", b"\0"), Clash)


@given(st.none() | BODIES, BODIES, BODIES)
def test_every_line_of_the_user_stays_in_its_order(base: bytes | None, theirs: bytes, ours: bytes) -> None:
    result = merged(base, theirs, ours)
    assert isinstance(result, bytes)
    left = iter(line.rstrip(b"\r") for line in result.split(b"\n"))
    assert all(line.rstrip(b"\r") in left for line in ours.removesuffix(b"\n").split(b"\n"))


@given(st.none() | BODIES, BODIES, BODIES)
def test_adding_twice_adds_nothing(base: bytes | None, theirs: bytes, ours: bytes) -> None:
    once = merged(base, theirs, ours)
    assert isinstance(once, bytes)
    assert merged(base, theirs, once) == once
    assert merged(theirs, theirs, once) == once
