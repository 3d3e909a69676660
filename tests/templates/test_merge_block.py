import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.templates.merging.block import merge_block
from gitops_assets.core.templates.merging.model import Clash, Sides
from gitops_assets.core.templates.model import Rule

BLOCK = b"# >>> ci\n1\n2\n3\n# <<< ci\n"
TEXTS = st.lists(st.sampled_from([b"a", b"", b"b\r", b"# >>> other"]), max_size=5).flatmap(
    lambda lines: st.sampled_from([b"\n".join(lines), b"\n".join([*lines, b""])])
)
PLAIN = st.lists(st.sampled_from([b"1", b"2", b"3", b""]), max_size=5).map(
    lambda lines: b"".join(line + b"\n" for line in lines)
)


def merged(base: bytes | None, theirs: bytes | None, ours: bytes | None, comment: str = "#") -> object:
    rule = Rule(path="*", comment=comment)
    return merge_block(Sides(base=base, theirs=theirs, ours=ours, rule=rule, owner="ci"))


def why(base: bytes | None, theirs: bytes | None, ours: bytes) -> str:
    clash = merged(base, theirs, ours)
    assert isinstance(clash, Clash)
    return clash.why


def test_a_new_block_goes_to_the_end() -> None:
    assert merged(None, b"1\n", b"mine\n") == b"mine\n\n# >>> ci\n1\n# <<< ci\n"
    assert merged(None, b"1", None) == b"# >>> ci\n1\n# <<< ci\n"


def test_comments_that_have_to_be_closed_are() -> None:
    assert merged(None, b"1\n", b"", "<!--") == b"<!-- >>> ci -->\n1\n<!-- <<< ci -->\n"


def test_the_block_moves_with_the_template_and_nothing_around_it() -> None:
    ours = b"\xef\xbb\xbfmine\n" + BLOCK + b"more"
    assert merged(b"1\n2\n3\n", b"1\n2\n4\n", ours) == ours.replace(b"3", b"4")


def test_windows_line_ends_of_the_file_are_those_of_the_block() -> None:
    ours = b"mine\r\n" + BLOCK.replace(b"\n", b"\r\n")
    assert merged(b"1\n2\n3\n", b"1\n2\n4\n", ours) == ours.replace(b"3", b"4")


def test_an_edit_inside_the_block_is_merged_or_a_conflict() -> None:
    ours = b"mine\n" + BLOCK.replace(b"1", b"X")
    assert merged(b"1\n2\n3\n", b"1\n2\n4\n", ours) == ours.replace(b"3", b"4")
    assert why(b"1\n2\n3\n", b"9\n2\n3\n", ours) == "both sides changed line 1"
    assert why(None, b"9\n", ours) == "its block has other text"


def test_a_block_that_was_removed_stays_removed_unless_the_template_moved() -> None:
    assert merged(b"1\n", b"1\n", b"mine\n") == b"mine\n"
    assert "removed" in why(b"1\n", b"2\n", b"mine\n")


def test_a_dropped_block_goes_and_takes_the_file_along_when_nothing_else_is_there() -> None:
    assert merged(b"1\n2\n3\n", None, b"mine\n\n" + BLOCK + b"more\n") == b"mine\nmore\n"
    assert merged(b"1\n2\n3\n", None, BLOCK) is None
    assert "dropped" in why(b"1\n", None, BLOCK)


@pytest.mark.parametrize(
    "ours", [BLOCK + BLOCK, b"# >>> ci\n1\n", b"1\n# <<< ci\n", b"# <<< ci\n# >>> ci\n", b"# >>> ci"]
)
def test_broken_marks_are_a_conflict(ours: bytes) -> None:
    assert why(b"1\n", b"2\n", ours) == "the marks of its block do not come as one pair"


def test_binary_files_and_marks_in_the_templates_text_are_a_conflict() -> None:
    assert "binary" in why(None, b"1\n", b"\0")
    assert "own text" in why(None, BLOCK, b"")


@given(TEXTS, PLAIN, PLAIN)
def test_what_is_outside_stays_byte_by_byte(ours: bytes, first: bytes, second: bytes) -> None:
    once = merged(None, first, ours)
    assert isinstance(once, bytes)
    assert once.startswith(ours)
    twice = merged(first, second, once)
    assert isinstance(twice, bytes)
    assert twice.startswith(ours)
    assert merged(second, second, twice) == twice


@given(TEXTS, PLAIN)
def test_a_dropped_block_leaves_what_was_there(ours: bytes, first: bytes) -> None:
    once = merged(None, first, ours)
    assert isinstance(once, bytes)
    left = merged(first, None, once)
    assert left is None or isinstance(left, bytes)
    assert (left or b"").split() == ours.split()
