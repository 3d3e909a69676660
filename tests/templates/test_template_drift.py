"""The drift of a file: what was recorded, what the template says now, what is there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.templates.drift import drifted
from gitops_assets.core.templates.merging import MERGES
from gitops_assets.core.templates.model import Cell, Content, Files, MergeKind, Overlay, Rule

KINDS = [MergeKind(each.id) for each in MERGES]


def files(**texts: str | None) -> Files:
    return {name: Content(text.encode()) for name, text in texts.items() if text is not None}


def cell(
    base: str | None, new: str | None, there: str | None, merge: MergeKind = MergeKind.TEXT
) -> Cell | None:
    overlay = Overlay(rules=(Rule(path="file", merge=merge),))
    found = drifted(files(file=base), files(file=new), files(file=there), overlay, lambda *_: True)
    return found[0].cell if found else None


@pytest.mark.parametrize(
    ("base", "new", "there", "expected"),
    [
        ("a\n", "a\n", "a\n", Cell.UNCHANGED),
        ("a\n", "a\n", "b\n", Cell.ADAPTED),
        ("a\n", "b\n", "a\n", Cell.OUTDATED),
        ("a\n", "b\n", "c\n", Cell.CONFLICT),
        ("a\n", "b\n", "b\n", Cell.UNCHANGED),
        ("a\n", "a\n", None, Cell.MISSING),
        (None, "a\n", None, Cell.MISSING),
        ("a\n", None, "a\n", Cell.EXTRA),
        ("a\n", None, "b\n", Cell.EXTRA),
        ("a\n", None, None, None),
        (None, None, "a\n", None),
        (None, "a\n", "a\n", Cell.UNCHANGED),
        (None, "a\n", "b\n", Cell.CONFLICT),
        ("a\n", "a\n", "a\r\n", Cell.UNCHANGED),
    ],
)
def test_a_text_file_falls_into_its_cell(
    base: str | None, new: str | None, there: str | None, expected: Cell | None
) -> None:
    assert cell(base, new, there) == expected


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ("x\ny\n", Cell.UNCHANGED),
        ("mine\ny\nx\nown\n", Cell.UNCHANGED),
        ("x\nmine\n", Cell.ADAPTED),
    ],
)
def test_lines_that_a_user_adds_are_no_drift(there: str, expected: Cell) -> None:
    assert cell("x\ny\n", "x\ny\n", there, MergeKind.LINES) is expected


def test_a_line_that_the_template_took_away_is_outdated_where_it_still_stands() -> None:
    assert cell("x\ny\n", "x\n", "x\ny\nmine\n", MergeKind.LINES) is Cell.OUTDATED
    assert cell("x\ny\n", "x\n", "x\nmine\n", MergeKind.LINES) is Cell.UNCHANGED


def test_the_lines_of_a_file_that_the_template_gave_up_are_extra_only_while_they_stand() -> None:
    assert cell("x\n", None, "x\nmine\n", MergeKind.LINES) is Cell.EXTRA
    assert cell("x\n", None, "mine\n", MergeKind.LINES) is None


def test_what_stands_around_a_block_is_the_users() -> None:
    block = "begin\ninner\nend\n"
    assert cell(block, block, "mine\n" + block + "more\n", MergeKind.BLOCK) is Cell.UNCHANGED
    assert cell(block, block, "mine\nbegin\nend\n", MergeKind.BLOCK) is Cell.ADAPTED


@pytest.mark.parametrize(
    ("merge", "wanted", "more", "other"),
    [
        (MergeKind.JSON, '{"a": {"b": 1}}', '{"own": 2, "a": {"c": 3, "b": 1}}', '{"a": {"b": 2}}'),
        (MergeKind.YAML, "a: {b: 1}\n", "# mine\nown: 2\na:\n  b: 1\n  c: 3\n", "a: {b: 2}\n"),
        (MergeKind.TOML, "[a]\nb = 1\n", "own = 2\n[a]\nc = 3\nb = 1\n", "[a]\nb = 2\n"),
    ],
)
def test_keys_that_a_user_adds_are_no_drift(merge: MergeKind, wanted: str, more: str, other: str) -> None:
    assert cell(wanted, wanted, more, merge) is Cell.UNCHANGED
    assert cell(wanted, wanted, other, merge) is Cell.ADAPTED
    assert cell(wanted, wanted, "{[ not readable", merge) is Cell.ADAPTED
    assert cell(other, wanted, other, merge) is Cell.OUTDATED


def test_a_file_that_is_written_once_is_never_edited() -> None:
    assert cell("a\n", "b\n", "mine\n", MergeKind.ONCE) is Cell.UNCHANGED
    assert cell("a\n", None, "mine\n", MergeKind.ONCE) is None
    assert cell("a\n", "a\n", None, MergeKind.ONCE) is Cell.MISSING


def test_line_ends_of_a_whole_file_are_drift() -> None:
    assert cell("a\n", "a\n", "a\r\n", MergeKind.WHOLE) is Cell.ADAPTED


def test_a_lost_executable_bit_is_drift() -> None:
    was, now = {"run": Content(b"#!", executable=True)}, {"run": Content(b"#!")}
    assert [each.cell for each in drifted(was, was, now, Overlay())] == [Cell.ADAPTED]


def test_the_lines_that_differ_are_named() -> None:
    was = files(a="1\n2\n3\n4\n5\n")
    edited = drifted(was, was, files(a="1\n2\nx\ny\n4\n5\n"), Overlay())[0]
    assert (edited.line, edited.end_line) == (3, 4)
    cut = drifted(was, was, files(a="1\n2\n"), Overlay())[0]
    assert (cut.line, cut.end_line) == (2, 2)


def test_silent_drift_is_found_in_a_file_that_the_template_never_touched_again() -> None:
    was, now = files(a="1\n", b="1\n"), files(a="1\n", b="2\n")
    found = drifted(was, now, files(a="edited\n", b="2\n"), Overlay())
    assert [(each.path, each.cell) for each in found] == [("a", Cell.ADAPTED), ("b", Cell.UNCHANGED)]


def test_both_moved_at_other_places_is_mended_by_an_update() -> None:
    lines = [str(nth) for nth in range(20)]
    was = "\n".join(lines)
    now, there = was.replace("\n3\n", "\nthree\n"), was.replace("\n15\n", "\nmine\n")
    assert [each.cell for each in drifted(files(a=was), files(a=now), files(a=there), Overlay())] == [
        Cell.OUTDATED
    ]
    both = was.replace("\n3\n", "\nmine\n")
    assert [each.cell for each in drifted(files(a=was), files(a=now), files(a=both), Overlay())] == [
        Cell.CONFLICT
    ]


def test_the_most_specific_rule_says_what_a_file_weighs() -> None:
    overlay = Overlay(rules=(Rule(path="docs/*", weight=0), Rule(path="docs/must.md", weight=5)))
    new = {"docs/must.md": Content(b""), "docs/may.md": Content(b""), "else": Content(b"")}
    assert [each.weight for each in drifted(None, new, {}, overlay)] == [0, 5, 1]


@given(st.binary(max_size=60), st.binary(max_size=60), st.binary(max_size=60), st.sampled_from(KINDS))
def test_any_bytes_have_a_cell_and_lines_in_range(
    base: bytes, new: bytes, there: bytes, merge: MergeKind
) -> None:
    overlay = Overlay(rules=(Rule(path="*", merge=merge),))
    (found,) = drifted({"a": Content(base)}, {"a": Content(new)}, {"a": Content(there)}, overlay)
    assert 1 <= found.line <= found.end_line <= max(1, len(there.splitlines()))


@given(st.binary(max_size=80), st.sampled_from(list(MergeKind)))
def test_a_tree_that_is_the_newest_render_has_no_drift(body: bytes, merge: MergeKind) -> None:
    overlay, now = Overlay(rules=(Rule(path="*", merge=merge),)), {"a": Content(body)}
    assert [each.cell for each in drifted(now, now, now, overlay)] == [Cell.UNCHANGED]
    assert [each.cell for each in drifted(None, now, now, overlay)] == [Cell.UNCHANGED]
