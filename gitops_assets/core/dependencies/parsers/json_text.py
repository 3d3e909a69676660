"""JSON with lines: the standard parser for the values, one pass over the strings for where they stood."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.located import Located, Place

# Strings follow each other in the text as in the parsed value, so both are walked side by side.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)


class _Pairs(list[tuple[str, Any]]):
    """An object as it was written: every key, also one that stands twice."""


def read_json(text: str) -> Located:
    """The value of a JSON text; raises :class:`Malformed`."""
    try:
        parsed = json.loads(text, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        raise Malformed(_why(text, f"is no JSON: {error.msg}"), error.lineno) from None
    except RecursionError:
        raise Malformed("is nested too deeply") from None
    except ValueError as error:
        raise Malformed(f"is no JSON: {error}") from None
    return _Walk(text).located(parsed)


def read_json_with_comments(text: str) -> Located:
    """The same for JSON with comments and trailing commas, as editors write it; lines stay what they were."""
    plain = _COMMENT.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text)
    return read_json(_TRAILING.sub(lambda found: found[1] or " ", plain))


def _why(text: str, otherwise: str) -> str:
    return "has merge-conflict markers" if _CONFLICT.search(text) else otherwise


class _Walk:
    def __init__(self, text: str) -> None:
        self._lines = _string_lines(text)
        self._found: dict[Place, int] = {}
        self._repeated: list[tuple[str, int]] = []

    def located(self, parsed: object) -> Located:
        return Located(self._value(parsed, (), 1), self._found, tuple(self._repeated))

    def _value(self, parsed: object, place: Place, line: int) -> object:
        if isinstance(parsed, _Pairs):
            return self._object(parsed, place)
        if isinstance(parsed, list):
            return [self._item(item, (*place, nth), line) for nth, item in enumerate(parsed)]
        if isinstance(parsed, str):
            next(self._lines)
        return parsed

    def _object(self, pairs: _Pairs, place: Place) -> dict[str, object]:
        value: dict[str, object] = {}
        for key, item in pairs:
            line = next(self._lines)
            if key in value:
                self._repeated.append((key, line))
            self._found[*place, key] = line
            value[key] = self._value(item, (*place, key), line)
        return value

    def _item(self, item: object, place: Place, line: int) -> object:
        if isinstance(item, str):
            self._found[place] = line = next(self._lines)
            return item
        value = self._value(item, place, line)
        inside = next(iter(value), None) if isinstance(value, dict) else None
        self._found[place] = self._found.get((*place, inside), line) if inside is not None else line
        return value


def _string_lines(text: str) -> Iterator[int]:
    line, starts = 1, (found.start() for found in _STRING.finditer(text))
    for before, start in pairwise((0, *starts)):
        line += text.count("\n", before, start)
        yield line
