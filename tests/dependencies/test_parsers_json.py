import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.json_text import read_json, read_json_with_comments
from tests.dependencies.marked import marked, nested, places, texts

TREES = nested(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()))


@given(tree=TREES, indent=st.sampled_from([None, 0, 2]), ascii_only=st.booleans())
def test_values_are_the_standards_and_every_line_holds_what_it_says(
    tree: object, indent: int | None, *, ascii_only: bool
) -> None:
    tree = marked(tree)
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)
    located = read_json(text)
    assert located.value == json.loads(text)
    lines = text.split("\n")
    for place, line in located.lines.items():
        assert json.dumps(_said(place, located.at(*place)), ensure_ascii=ascii_only) in lines[line - 1]


@given(tree=TREES)
def test_every_key_and_text_has_a_line(tree: object) -> None:
    located = read_json(json.dumps(marked(tree), indent=1))
    said = {place for place in places(located.value) if place and texts([*place[-1:], located.at(*place)])}
    assert said <= set(located.lines)


@given(tree=TREES)
def test_comments_change_neither_values_nor_lines(tree: object) -> None:
    text = json.dumps(marked(tree), indent=1)
    located = read_json_with_comments(text.replace("\n", ' /* , " */ // ]}"\n'))
    assert (located.value, located.lines) == (json.loads(text), read_json(text).lines)


def test_a_trailing_comma_is_forgiven() -> None:
    assert read_json_with_comments('{"a": [1, "]", ], // b\n}').value == {"a": [1, "]"]}


def test_a_slash_pair_inside_of_a_text_is_no_comment() -> None:
    assert read_json_with_comments('{"a": "http://x/*y*/", "b": "\\"// ,]", /**/}').value == {
        "a": "http://x/*y*/",
        "b": '"// ,]',
    }


def test_an_item_stands_where_its_first_text_does() -> None:
    located = read_json('{"a": [\n1,\n{\n"b": 2},\n[\n["c"]]]}')
    assert (located.line("a", 1), located.line("a", 2), located.line("a", 2, 0, 0)) == (4, 6, 6)
    assert located.line("a", 0) == located.line("a") == 1


def test_a_key_that_stands_twice_is_told_with_its_second_line() -> None:
    located = read_json('{"a": 1,\n"b": {"c": 1,\n"c": 2},\n"a": 3}')
    assert (located.value, located.repeated) == ({"a": 3, "b": {"c": 2}}, (("c", 3), ("a", 4)))


@pytest.mark.parametrize("text", ["[" * 300 + "]" * 300, "[" * 100_000, '{"a":' * 150 + "1" + "}" * 150])
def test_deep_nesting_is_told(text: str) -> None:
    with pytest.raises(Malformed, match="nested too deeply"):
        read_json(text)


@pytest.mark.parametrize("piece", ["/*", '"\\"', '"', "//", ",  ", "[,", '"a":', "\\", "/* */"])
def test_text_that_never_closes_takes_no_time(piece: str) -> None:
    began = time.process_time()
    with pytest.raises(Malformed):
        read_json_with_comments("{" + piece * 100_000)
    assert time.process_time() - began < 2


def test_a_lock_file_of_five_megabytes_is_read_in_a_second() -> None:
    entry = {"version": "1.2.3", "resolved": "https://host/" + "a" * 90, "integrity": "b" * 95, "dev": True}
    packages = {
        f"node_modules/@scope/name-{nth}": {**entry, "dependencies": {"x": "^1"}} for nth in range(14_000)
    }
    text = json.dumps({"packages": packages}, indent=2)
    began = time.process_time()
    located = read_json(text)
    assert len(text) > 5e6
    assert located.line("packages", "node_modules/@scope/name-13999") > 100_000
    assert time.process_time() - began < 1.5


def _said(place: tuple[str | int, ...], value: object) -> object:
    """What must stand on the line of a place: its key, or the first text of the item."""
    return place[-1] if isinstance(place[-1], str) else texts(value)[0]
