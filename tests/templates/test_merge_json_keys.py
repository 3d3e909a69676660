import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.templates.merging.json_keys import merge_json
from gitops_assets.core.templates.merging.model import Clash, Sides

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "é\u2028", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4)


def merged(base: str | None, theirs: str, ours: str) -> object:
    sides = (None if side is None else side.encode() for side in (base, theirs, ours))
    was, now, mine = sides
    result = merge_json(Sides(base=was, theirs=now, ours=mine))
    return result.decode() if isinstance(result, bytes) else result


def why(base: str | None, theirs: str, ours: str) -> str:
    result = merged(base, theirs, ours)
    assert isinstance(result, Clash)
    return result.why


def test_keys_of_the_template_join_those_of_the_user() -> None:
    ours = '{\n    "name": "x",\n    "files": ["a", "b"],\n    "scripts": {\n        "t": "1"\n    }\n}\n'
    assert merged(None, '{"scripts": {"lint": "2"}}', ours) == ours.replace(
        '"t": "1"\n', '"t": "1",\n        "lint": "2"\n'
    )


def test_compact_texts_stay_compact_and_ends_stay() -> None:
    assert merged(None, '{"b": 2}', '{"a":1}') == '{"a":1,"b":2}'
    assert merged(None, '{"b": 2}', '{"a": 1}\n') == '{"a": 1, "b": 2}\n'
    assert merged(None, '{"b": 2}', '{\r\n\t"a": 1\r\n}\r\n') == '{\r\n\t"a": 1,\r\n\t"b": 2\r\n}\r\n'


def test_what_the_template_drops_goes_unless_it_was_edited() -> None:
    assert merged('{"a": 1, "b": 2}', '{"b": 2}', '{"a": 1, "b": 2, "c": 3}') == '{"b": 2, "c": 3}'
    assert why('{"a": 1, "b": 2}', '{"b": 2}', '{"a": 9, "b": 2}') == "both sides changed a"


def test_a_clash_names_the_key_and_both_values() -> None:
    result = merged(None, '{"a": {"b": true}}', '{"a": {"b": 1}}')
    assert result == Clash("both sides changed a.b", "a.b: 1", "a.b: True")


def test_lists_are_merged_by_their_items_or_their_names() -> None:
    assert merged('["a", "b"]', '["a", "b", "c"]', '["x", "a", "b"]') == '["x", "a", "b", "c"]'
    assert merged(None, '[{"id": "a", "v": 1}, {"id": "b"}]', '[{"id": "c"}, {"id": "a"}]') == (
        '[{"id": "c"}, {"id": "a", "v": 1}, {"id": "b"}]'
    )
    assert why(None, '[{"x": 1}]', '[{"x": 2}]') == "both sides changed the whole"


def test_comments_stay_where_lines_can_be_merged_and_are_never_lost() -> None:
    base = '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n'
    ours = base.replace('"c": 3', '"c": 4 // mine')
    assert merged(base, base.replace("1", "9"), ours) == ours.replace("1", "9")
    assert "losing a comment" in why(None, '{"z": 1}', '{\n  // mine\n  "a": 1\n}\n')


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ("{", "the file here is no JSON"),
        ("", "it is empty"),
        ('{"a": 1,\n"a": 2}', "the key 'a' twice (line 2)"),
        ("[" * 5000 + "]" * 5000, "nested too deeply"),
        ("\0", "is no JSON"),
        ('"' + "x" * 300_000 + '"', "too many to merge"),
        ("<<<<<<< HEAD\n{}\n", "merge-conflict markers"),
    ],
)
def test_what_cannot_be_read_is_named(ours: str, said: str) -> None:
    assert said in why(None, '{"a": 1}', ours)


def test_a_broken_template_is_named_too() -> None:
    assert "the template's file is no JSON" in why(None, "{", "{}")
    result = merge_json(Sides(base=None, theirs=b"{}", ours=b"\xff\xfe{"))
    assert isinstance(result, Clash)
    assert "UTF-8" in result.why


@given(st.none() | OBJECTS, OBJECTS, OBJECTS)
def test_a_merge_is_kept_the_second_time(base: object, theirs: object, ours: object) -> None:
    was = None if base is None else json.dumps(base)
    once = merged(was, json.dumps(theirs), json.dumps(ours, indent=2))
    if isinstance(once, str):
        assert merged(json.dumps(theirs), json.dumps(theirs), once) == once


@given(OBJECTS, OBJECTS)
def test_keys_of_one_side_are_always_there(theirs: dict[str, object], ours: dict[str, object]) -> None:
    once = merged(None, json.dumps(theirs), json.dumps(ours, indent=1))
    if isinstance(once, str):
        value = json.loads(once)
        assert list(value) == [*ours, *(key for key in theirs if key not in ours)]


@given(OBJECTS, OBJECTS)
def test_what_one_side_changed_is_taken(base: dict[str, object], other: dict[str, object]) -> None:
    was, now = json.dumps(base), json.dumps(other)
    taken = merged(was, now, json.dumps(base, indent=2))
    assert isinstance(taken, str)
    assert json.loads(taken) == other
    assert merged(was, json.dumps(base, indent=3), now) == now
