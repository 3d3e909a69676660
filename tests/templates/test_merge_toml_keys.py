import pytest
import tomli
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.templates.merging.model import Clash, Sides
from gitops_assets.core.templates.merging.toml_keys import merge_toml

PROJECT = """\
# ours
[project]
name = "x"  # the name
dependencies = [
    "a>=1", # pinned
    "b",
]

[tool.ruff]
line-length = 100
"""
VALUES = st.recursive(
    st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "# c", "x\ny", '"']),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4)


def merged(base: str | None, theirs: str, ours: str) -> object:
    was, now, mine = (None if side is None else side.encode() for side in (base, theirs, ours))
    result = merge_toml(Sides(base=was, theirs=now, ours=mine))
    return result.decode() if isinstance(result, bytes) else result


def why(base: str | None, theirs: str, ours: str) -> str:
    result = merged(base, theirs, ours)
    assert isinstance(result, Clash)
    return result.why


def test_keys_and_tables_of_the_template_join_those_of_the_user() -> None:
    theirs = '[tool.ruff]\ntarget-version = "py311"\n[tool.mypy]\nstrict = true\n'
    result = merged(None, theirs, PROJECT)
    assert isinstance(result, str)
    assert result.startswith(PROJECT + 'target-version = "py311"\n')
    assert tomli.loads(result)["tool"]["mypy"] == {"strict": True}


def test_a_value_moves_and_everything_around_it_stays() -> None:
    base = "[tool.ruff]\nline-length = 100\n"
    assert merged(base, base.replace("100", "110"), PROJECT) == PROJECT.replace("100", "110")


def test_an_item_joins_a_list_with_comments() -> None:
    result = merged(None, '[project]\ndependencies = ["c"]\n', PROJECT)
    assert isinstance(result, str)
    assert tomli.loads(result)["project"]["dependencies"] == ["a>=1", "b", "c"]
    assert "# pinned" in result


def test_a_clash_names_the_key() -> None:
    assert why(None, "[tool.ruff]\nline-length = 80\n", PROJECT) == "both sides changed tool.ruff.line-length"


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ("a = ", "the file here is no TOML"),
        ("a = 1\na = 2\n", "is no TOML"),
        ("a = " + "[" * 3000 + "]" * 3000, "nested too deeply"),
        ("a = '" + "x" * 300_000 + "'", "too many to merge"),
        ("<<<<<<< HEAD\na = 1\n", "merge-conflict markers"),
        ("\0", "is no TOML"),
        ("a = [" + "1," * 20_000 + "]", "too many to merge"),
    ],
)
def test_what_cannot_be_read_is_named(ours: str, said: str) -> None:
    assert said in why(None, "z = 1\n", ours)


@given(st.none() | OBJECTS, OBJECTS, OBJECTS)
def test_a_merge_is_kept_the_second_time(
    base: dict[str, object] | None, theirs: dict[str, object], ours: dict[str, object]
) -> None:
    was = None if base is None else tomlkit.dumps(base)
    now = tomlkit.dumps(theirs)
    once = merged(was, now, tomlkit.dumps(ours))
    if isinstance(once, str):
        assert merged(now, now, once) == once


@given(OBJECTS, OBJECTS)
def test_what_only_the_template_changed_is_taken(base: dict[str, object], other: dict[str, object]) -> None:
    taken = merged(tomlkit.dumps(base), tomlkit.dumps(other), "# mine\n" + tomlkit.dumps(base))
    if isinstance(taken, str):
        assert tomli.loads(taken) == other
        assert "# mine" in taken
