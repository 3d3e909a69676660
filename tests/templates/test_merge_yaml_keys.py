import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.templates.merging.model import Clash, Sides
from gitops_assets.core.templates.merging.yaml_keys import merge_yaml

HOOKS = """\
# our hooks
repos:
  - repo: https://example.org/a  # pinned
    rev: v1
    hooks:
      - id: x
        args: ['--fix', "b"]

  # local ones
  - repo: local
    hooks:
      - {id: mine, name: Mine}
"""
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(0, 3)
    | st.sampled_from(["a", "on", "1", "a: b", "x\ny\n", "# c"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4)


def merged(base: str | None, theirs: str, ours: str) -> object:
    was, now, mine = (None if side is None else side.encode() for side in (base, theirs, ours))
    result = merge_yaml(Sides(base=was, theirs=now, ours=mine))
    return result.decode() if isinstance(result, bytes) else result


def why(base: str | None, theirs: str, ours: str) -> str:
    result = merged(base, theirs, ours)
    assert isinstance(result, Clash)
    return result.why


def test_a_hook_of_the_template_joins_those_of_the_user() -> None:
    theirs = "repos:\n- repo: https://example.org/b\n  rev: v2\n  hooks:\n  - id: y\n"
    assert merged(None, theirs, HOOKS) == (
        HOOKS + "  - repo: https://example.org/b\n    rev: v2\n    hooks:\n      - id: y\n"
    )


def test_a_value_moves_and_everything_around_it_stays() -> None:
    base = "repos:\n  - repo: https://example.org/a\n    rev: v1\n"
    assert merged(base, base.replace("v1", "v2"), HOOKS) == HOOKS.replace("v1", "v2")


def test_what_was_deleted_here_stays_deleted() -> None:
    base = "a: 1\nb: 2\nc: 3\n"
    assert merged(base, "a: 1\nb: 2\nc: 4\n", "b: 2 # mine\nc: 3\n") == "b: 2 # mine\nc: 4\n"


def test_a_clash_names_the_key() -> None:
    assert (
        why(None, "jobs:\n  a:\n    image: x\n", "jobs:\n  a:\n    image: y\n")
        == "both sides changed jobs.a.image"
    )


def test_words_of_yaml_1_1_stay_words() -> None:
    assert merged(None, "x: 1\n", "on: push\nversion: 1.10\n") == "on: push\nversion: 1.10\nx: 1\n"


def test_windows_line_ends_and_blocks_stay() -> None:
    ours = "a:\r\n  run: |\r\n    one\r\n    two\r\nb: 1\r\n"
    assert merged(None, "c: 2\n", ours) == ours + "c: 2\r\n"


def test_anchors_stay_and_change_nothing_elsewhere() -> None:
    ours = "base: &b\n  x: 1\none:\n  <<: *b\n  y: 2\n"
    assert merged(None, "new: 1\n", ours) == ours + "new: 1\n"
    base = "base:\n  x: 1\none:\n  x: 1\n"
    told = merged(base, "base:\n  x: 1\none:\n  x: 5\n", "base: &b\n  x: 1\none: *b\n")
    assert isinstance(told, Clash)
    assert "anchor" in told.why


def test_only_the_added_lines_differ_where_indentation_is_mixed() -> None:
    ours = "a:\n  - 1\nb:\n- 2\n"
    assert merged(None, "c: 1\n", ours) == ours + "c: 1\n"


def test_tags_stay() -> None:
    ours = "a: !Ref x\nb: !reference [c, d]\n"
    assert merged(None, "e: 1\n", ours) == ours + "e: 1\n"


def test_comments_alone_are_a_file_to_add_to() -> None:
    assert merged(None, "e: 1\n", "# mine\n") in {"# mine\ne: 1\n", "e: 1\n# mine\n"} or "comment" in why(
        None, "e: 1\n", "# mine\n"
    )


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ("a: [", "the file here is no YAML"),
        ("a: 1\na: 2\n", "the key 'a' twice (line 2)"),
        ("a: 1\n---\nb: 1\n", "several documents"),
        ("[" * 5000 + "]" * 5000, "nested too deeply"),
        ("a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
            f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdef", "bcdefg", strict=False)
        ), "aliases are followed"),
        ("a: \x01", "is no YAML"),
        ("? " * 50 + "a\n", "a key that is no text"),
        ("[" + "1," * 20_000 + "]", "values once its aliases"),
        ("a: " + "x" * 300_000, "too many to merge"),
        ("<<<<<<< HEAD\na: 1\n", "merge-conflict markers"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(ours: str, said: str) -> None:
    assert said in why(None, "z: 1\n", ours)


@given(st.none() | OBJECTS, OBJECTS, OBJECTS)
def test_a_merge_is_kept_the_second_time(base: object, theirs: object, ours: object) -> None:
    was = None if base is None else yaml.safe_dump(base)
    once = merged(was, yaml.safe_dump(theirs), yaml.safe_dump(ours))
    if isinstance(once, str):
        assert merged(yaml.safe_dump(theirs), yaml.safe_dump(theirs), once) == once


@given(OBJECTS, OBJECTS)
def test_what_only_the_template_changed_is_taken(base: dict[str, object], other: dict[str, object]) -> None:
    taken = merged(yaml.safe_dump(base), yaml.safe_dump(other), "# mine\n" + yaml.safe_dump(base))
    if isinstance(taken, str):
        assert yaml.safe_load(taken) == other
        assert "# mine" in taken


@given(st.text("abc:-[]{}#&*!|>'\" \n", max_size=60), st.text("abc:- \n", max_size=30))
def test_no_text_does_worse_than_a_conflict(ours: str, theirs: str) -> None:
    assert merged(None, theirs, ours) is not None
