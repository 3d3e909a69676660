"""JSON with lines: the standard parser for the values, one pass over the strings for where they stood."""

import json
import re
from itertools import pairwise
from typing import Any

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.faults import malformed
from gitops_assets.core.dependencies.parsers.located import DEPTH, VALUES, Located, Place

# Strings follow each other in the text as in the parsed value, so both are walked side by side.
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
# What never ends is matched to the end of its line or text: to begin again at each `/*` would be quadratic.
_COMMENT = re.compile(r'("[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?)|//[^\n]*+|/\*(?s:.*?)(?:\*/|\Z)')
_TRAILING = re.compile(r'("[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?)|,(?=\s*+[}\]])')


class _Pairs(list[tuple[str, Any]]):
    """An object as it was written: every key, also one that stands twice."""


def read_json(text: str) -> Located:
    """The value of a JSON text; raises :class:`Malformed`.

    Keys and texts have their own line, items that hold any the line of the first one; what holds none (a
    number, an empty list) has no line but that of what is around it.
    """
    try:
        parsed = json.loads(text, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        raise malformed(text, "JSON", error.msg, error.lineno) from None
    except RecursionError:
        raise Malformed("is nested too deeply") from None
    except ValueError as error:
        raise malformed(text, "JSON", error) from None
    return _Walk(text).located(parsed)


def read_json_with_comments(text: str) -> Located:
    """The same for JSON with comments and trailing commas, as editors write it; lines stay what they were."""
    plain = _COMMENT.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text)
    return read_json(_TRAILING.sub(lambda found: found[1] or " ", plain))


class _Walk:
    """The parsed value in the order of the text; ``_at`` counts the strings that were passed."""

    def __init__(self, text: str) -> None:
        self._lines = _string_lines(text)
        self._at = 0
        self._found: dict[Place, int] = {}
        self._repeated: list[tuple[str, int]] = []
        if len(self._lines) > VALUES:
            raise Malformed(f"has more than {VALUES:,} keys and texts")

    def located(self, parsed: object) -> Located:
        """The parsed value with the line of each of its places."""
        return Located(self._value(parsed, ()), self._found, tuple(self._repeated))

    def _value(self, parsed: object, place: Place) -> object:
        if isinstance(parsed, str):
            self._at += 1
        elif isinstance(parsed, list):
            if len(place) >= DEPTH:
                raise Malformed("is nested too deeply", self._lines[self._at - 1] if self._at else 1)
            return self._object(parsed, place) if isinstance(parsed, _Pairs) else self._list(parsed, place)
        return parsed

    def _object(self, pairs: _Pairs, place: Place) -> dict[str, object]:
        value: dict[str, object] = {}
        for key, item in pairs:
            line, here = self._lines[self._at], (*place, key)
            self._at += 1
            if key in value:
                self._repeated.append((key, line))
            self._found[here] = line
            value[key] = self._value(item, here)
        return value

    def _list(self, items: list[object], place: Place) -> list[object]:
        value: list[object] = []
        for nth, item in enumerate(items):
            first, here = self._at, (*place, nth)
            value.append(self._value(item, here))
            if self._at > first:
                self._found[here] = self._lines[first]
        return value


def _string_lines(text: str) -> list[int]:
    lines, line = [], 1
    for before, start in pairwise((0, *(found.start() for found in _STRING.finditer(text)))):
        line += text.count("\n", before, start)
        lines.append(line)
    return lines
