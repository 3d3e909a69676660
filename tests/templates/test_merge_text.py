from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.templates.merging.model import Clash, Sides
from gitops_assets.core.templates.merging.text import merge_text

BODIES = st.lists(st.sampled_from([b"a", b"b", b"c", b"d\r", b""]), max_size=8).flatmap(
    lambda lines: st.sampled_from(
        [b"\n".join(lines), b"\n".join([*lines, b""]), b"\xef\xbb\xbf" + b"\n".join(lines)]
    )
)


def merged(base: bytes | None, theirs: bytes, ours: bytes) -> object:
    return merge_text(Sides(base=base, theirs=theirs, ours=ours))


def lines(body: bytes) -> Counter[bytes]:
    return Counter(body.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"").split(b"\n"))


def test_a_file_with_windows_line_ends_keeps_them() -> None:
    assert merged(b"1\n2\n3\n", b"0\n2\n3\n", b"1\r\n2\r\n4\r\n") == b"0\r\n2\r\n4\r\n"
    assert merged(b"1\n2\n3\n", b"0\n2\n3\n", b"1\r\n2\r\n3\r\n") == b"0\r\n2\r\n3\r\n"


def test_line_ends_alone_are_no_conflict() -> None:
    assert merged(b"1\r\n2\r\n3\r\n", b"0\r\n2\r\n3\r\n", b"1\n2\n4\n") == b"0\n2\n4\n"


def test_a_missing_last_line_end_and_a_mark_stay_as_they_are_here() -> None:
    assert merged(b"1\n2\n3\n", b"0\n2\n3\n", b"1\n2\n4") == b"0\n2\n4"
    assert merged(b"1\n2\n3\n", b"1\n2\n3\n4\n", b"0\n2\n3") == b"0\n2\n3\n4"
    assert merged(b"1\n2\n3\n", b"0\n2\n3\n", b"\xef\xbb\xbf1\n2\n4\n") == b"\xef\xbb\xbf0\n2\n4\n"
    assert merged(b"1\r\n2\r\n3\r\n", b"0\r\n2\r\n3\r\n", b"1\r\n2\r\n4") == b"0\r\n2\r\n4"


def test_without_a_base_nothing_is_guessed() -> None:
    assert isinstance(merged(None, b"1\n", b"2\n"), Clash)


@given(BODIES, BODIES, BODIES)
def test_no_line_of_the_user_is_lost_without_a_conflict(base: bytes, theirs: bytes, ours: bytes) -> None:
    result = merged(base, theirs, ours)
    if isinstance(result, bytes):
        assert not (lines(ours) - lines(base) - lines(result)) - Counter([b""])


@given(BODIES, BODIES, BODIES)
def test_what_was_merged_is_kept_the_second_time(base: bytes, theirs: bytes, ours: bytes) -> None:
    result = merged(base, theirs, ours)
    if isinstance(result, bytes):
        assert merged(theirs, theirs, result) == result
