"""Nested values for hypothesis in which no two texts are alike, so that each has one line in a text."""

from collections.abc import Iterator
from itertools import count

from hypothesis import strategies as st

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)


def nested(
    leaves: st.SearchStrategy[object], keys: st.SearchStrategy[str] = TEXT
) -> st.SearchStrategy[object]:
    """Lists and mappings of these leaves."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
        max_leaves=15,
    )


def marked(tree: object, number: Iterator[int] | None = None) -> object:
    """The same with a number at the end of every key and text."""
    number = number or count()
    if isinstance(tree, dict):
        return {f"{key}#{next(number)}.": marked(item, number) for key, item in tree.items()}
    if isinstance(tree, list):
        return [marked(item, number) for item in tree]
    return f"{tree}#{next(number)}." if isinstance(tree, str) else tree


def texts(value: object) -> list[str]:
    """Every key and text in a value, in its order."""
    if isinstance(value, dict):
        return [each for key, item in value.items() for each in [key, *texts(item)]]
    if isinstance(value, list):
        return [each for item in value for each in texts(item)]
    return [value] if isinstance(value, str) else []


def places(value: object, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to the value and to everything in it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(each for key, item in inside for each in places(item, (*place, key)))]
