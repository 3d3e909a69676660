"""The order of Maven's versions.

Source: [Version order specification](https://maven.apache.org/pom.html#version-order-specification).
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from gitops_assets.core.dependencies.versions.padded import Padded

Items = tuple[Any, ...]
"""Numbers, words and lists of them: a hyphen, or a change between digits and letters, begins a list."""

_TOKEN = re.compile(r"[0-9]+|[^0-9.-]+|[.-]")
_WORDS = ("alpha", "beta", "milestone", "rc", "snapshot", "", "sp")
_ALIASES = {"ga": "", "final": "", "release": "", "cr": "rc"}
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_MARKS = ".-"


class MavenOrder(Padded):
    """A version in Maven's order."""

    __slots__ = ()

    def against(self, other: Padded) -> int:
        """As ``ComparableVersion`` has it."""
        return _lists(self.parts, other.parts)


def maven_order(text: str) -> MavenOrder:
    """The key of any text: Maven takes every one for a version."""
    lists: list[list[Any]] = [[]]
    for item in _items(text.lower()):
        if item is None:
            lists.append([])
        else:
            lists[-1].append(item)
    return MavenOrder(_folded(lists))


def _items(text: str) -> Iterator[int | str | None]:
    """Numbers and words; None begins a list."""
    words = _TOKEN.findall(text)
    last, alone = ".", True
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if word in _MARKS:
            yield from (0,) if last in _MARKS else ()
            yield from (None,) if word == "-" else ()
            alone = word == "-"
        else:
            if not alone and _begins_list(word, last, following):
                yield None
            yield _item(word, before_digit=_is_number(following))
            alone = False
        last = word


def _begins_list(word: str, last: str, following: str) -> bool:
    """Between digits and letters; and before a word at the end or before digits: ``.x1`` is ``-x1``."""
    if last not in _MARKS and _is_number(word) != _is_number(last):
        return True
    return not _is_number(word) and (not following or _is_number(following))


def _is_number(word: str) -> bool:
    return word[:1].isascii() and word[:1].isdigit()


def _item(word: str, *, before_digit: bool) -> int | str:
    if _is_number(word):
        return int(word[:300])
    word = _SHORT.get(word, word) if before_digit else word
    return _ALIASES.get(word, word)


def _folded(lists: list[list[Any]]) -> Items:
    """Every list at the end of the one before it, without the nothings at their ends."""
    tail: Items = ()
    for each in reversed(lists):
        tail = _normal((*each, tail)) if tail else _normal(tuple(each))
    return tail


def _normal(items: Items) -> Items:
    kept = list(items)
    for nth in range(len(kept) - 1, -1, -1):
        if kept[nth] in (0, "", ()):
            del kept[nth]
        elif not isinstance(kept[nth], tuple):
            break
    return tuple(kept)


def _lists(left: Items, right: Items) -> int:
    for mine, yours in zip_longest(left, right):
        found = -_items_order(yours, mine) if mine is None else _items_order(mine, yours)
        if found:
            return found
    return 0


def _items_order(mine: Any, yours: Any) -> int:  # noqa: ANN401 - an item is a number, a word or a list
    if isinstance(mine, tuple) and isinstance(yours, tuple):
        return _lists(mine, yours)
    if yours is None and isinstance(mine, tuple):
        return next((found for found in (_items_order(each, None) for each in mine) if found), 0)
    left, right = _rank(mine), _nothing(mine) if yours is None else _rank(yours)
    return (left > right) - (left < right)


def _nothing(beside: Any) -> tuple[int, int, str]:  # noqa: ANN401 - as above
    return _rank(0 if isinstance(beside, int) else "")


def _rank(item: Any) -> tuple[int, int, str]:  # noqa: ANN401 - as above
    """A word is less than a list, a list less than a number."""
    if isinstance(item, int):
        return 2, item, ""
    if isinstance(item, tuple):
        return 1, 0, ""
    return 0, 0, str(_WORDS.index(item)) if item in _WORDS else f"{len(_WORDS)}-{item}"
