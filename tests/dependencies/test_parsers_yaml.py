import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml, read_yaml_document
from tests.dependencies.marked import marked, nested, places

WORDS = st.text(st.sampled_from("abc:-#?&*!|>%@'\"{}[], \t\u00fc"), max_size=8)
TREES = nested(WORDS, WORDS)


@given(tree=TREES, flow=st.sampled_from([True, False, None]))
def test_values_are_the_texts_and_every_line_holds_what_it_says(tree: object, *, flow: bool | None) -> None:
    tree = marked(tree)
    text = yaml.safe_dump(tree, default_flow_style=flow, width=100_000, allow_unicode=True, sort_keys=False)
    located = read_yaml_document(text)
    assert located.value == tree
    lines = text.split("\n")
    for place, line in located.lines.items():
        said = next((each for each in (*place[-1:], located.at(*place)) if isinstance(each, str)), "")
        assert said.rpartition("#")[2] in lines[line - 1]


@given(tree=TREES)
def test_every_key_and_item_has_a_line(tree: object) -> None:
    located = read_yaml_document(yaml.safe_dump(marked(tree)))
    assert {place for place in places(located.value) if place} <= set(located.lines)


@given(text=st.text(st.sampled_from("ab:-#&*[]{}\n \r\x85\u2028\u2029'\"|>?%!,"), max_size=60))
def test_whatever_ends_a_line_every_line_is_one_of_the_file(text: str) -> None:
    try:
        every = [line for located in read_yaml(text) for line in located.lines.values()]
    except Malformed as fault:
        every = [fault.line]
    assert all(1 <= line <= text.count("\n") + 1 for line in every)


def test_scalars_stay_what_was_written() -> None:
    text = "on: 1.10\noff: 0x1F\nno: ~\nnull: null\nempty:\nquoted: ''\ntagged: !!int 3\nday: 2020-01-01\n"
    assert read_yaml_document(text).value == {
        "on": "1.10",
        "off": "0x1F",
        "no": None,
        "null": None,
        "empty": None,
        "quoted": "",
        "tagged": "3",
        "day": "2020-01-01",
    }


def test_lines_after_a_break_that_only_yaml_sees_are_the_files() -> None:
    located = read_yaml_document("a: 'x\u2028\n  y\x85'\nb: 1\n")
    assert located.line("b") == 3


def test_empty_documents_are_left_out() -> None:
    assert [each.value for each in read_yaml("---\n# a\n---\nb: 1\n---\n---\n- c\n")] == [{"b": "1"}, ["c"]]
    assert read_yaml_document("# nothing\n").value is None


def test_merged_keys_count_less_than_own_ones_and_the_first_source_most() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  z: 3\n"
    located = read_yaml_document(text)
    assert located.at("c") == {"x": "1", "y": "1", "z": "3"}
    assert located.repeated == ()


def test_a_key_that_stands_twice_is_told_with_its_second_line() -> None:
    located = read_yaml_document("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n")
    assert (located.value, located.repeated) == ({"a": "3", "b": {"c": "2"}}, (("c", 4), ("a", 5)))


@pytest.mark.parametrize("text", ["? [a, b]\n: 1\n", "? {a: b}\n: 1\n", "k: &k [x]\n*k : 1\n"])
def test_a_key_that_is_no_scalar_stands_as_its_line(text: str) -> None:
    assert "1" in read_yaml_document(text).value.values()


def test_an_alias_may_be_a_key_or_look_like_a_merge() -> None:
    assert read_yaml_document('- &a "<<"\n- *a : {x: 1}\n').value == ["<<", {"<<": {"x": "1"}}]


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{nth}: &a{nth} [{', '.join([f'*a{nth - 1}'] * 10)}]\n" for nth in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        (BOMB, "once its aliases are followed", 6),
        ("a: &a [*a]\n", "contains itself by an alias", 1),
        ("x: 1\ny: *gone\n", "names nothing", 2),
        ("[" * 100_000, "nested too deeply", 1),
        ("- " * 50_000, "nested too deeply", 1),
        ("{? " * 50_000, "nested too deeply", 1),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\n", "has merge-conflict markers", 2),
        ("a: 1\nb: \x00\n", "is no YAML", 2),
        ("a: 1\nb: \x07\n", "is no YAML", 2),
        ("a: 1\n\tb: 1\n", "is no YAML", 2),
        ("".join(f"%TAG !t{nth}! x\n" for nth in range(70_000)) + "--- a\n", "TAG", 1),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_is_no_yaml_or_a_bomb_is_told_at_once(text: str, reason: str, line: int) -> None:
    began = time.process_time()
    with pytest.raises(Malformed, match=reason) as caught:
        read_yaml(text)
    assert (caught.value.line, time.process_time() - began < 4) == (line, True)


def test_two_megabytes_are_read_in_four_seconds() -> None:
    one = (
        "  '@scope/n{0}@1.0.0':\n    resolution: {{integrity: sha512-abc==}}\n"
        "    engines: {{node: '>=10'}}\n    dev: true\n"
    )
    text = "packages:\n" + "".join(one.format(nth) for nth in range(19_000))
    began = time.process_time()
    located = read_yaml_document(text)
    assert len(text) > 1.9e6
    assert located.line("packages", "@scope/n18999@1.0.0", "dev") == 19_000 * 4 + 1
    assert time.process_time() - began < 4
