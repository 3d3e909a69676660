"""The commands of a CMake script, by the grammar of its language; nothing is run.

Source: [cmake-language(7)](https://cmake.org/cmake/help/latest/manual/cmake-language.7.html).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.dependencies.model import Malformed

_PIECE = re.compile(
    r"""
    \#\[(?P<comment>=*)\[.*?(?:\](?P=comment)\]|\Z) | \#[^\n]*
    | \[(?P<bracket>=*)\[(?P<inside>.*?)(?:\](?P=bracket)\]|\Z)
    | (?P<quoted>"(?:[^"\\]|\\.)*+"?)
    | (?P<mark>[()])
    | (?P<plain>(?:[^\s()\#"\\]|\\.)++)
    """,
    re.DOTALL | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """One invocation: its name in lower case, its arguments as texts, each with its line."""

    name: str
    line: int
    arguments: tuple[str, ...]
    lines: tuple[int, ...]


def commands(text: str) -> Iterator[Command]:
    """Every invocation in the order of the text; raises :class:`Malformed` where one does not end."""
    name: tuple[str, int] | None = None
    opened: list[tuple[str, int]] | None = None
    depth = 0
    for piece, line, mark in _pieces(text):
        if opened is None:
            opened = [] if mark and piece == "(" and name else None
            name = name if opened is not None else (piece, line)
            continue
        if not mark:
            opened.append((piece, line))
            continue
        depth += 1 if piece == "(" else -1
        if depth < 0 and name:
            texts, lines = tuple(zip(*opened, strict=True)) or ((), ())
            yield Command(name[0].lower(), name[1], texts, lines)
            name, opened, depth = None, None, 0
    if opened is not None and name:
        raise Malformed(f"opens a parenthesis after {name[0][:80]} that is never closed", name[1])


def _pieces(text: str) -> Iterator[tuple[str, int, bool]]:
    line, at = 1, 0
    for found in _PIECE.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        if found["mark"]:
            yield found["mark"], line, True
        elif found["plain"]:
            yield _ESCAPE.sub(r"\1", found["plain"]), line, False
        elif found["quoted"]:
            yield _ESCAPE.sub(r"\1", found["quoted"].removeprefix('"').removesuffix('"')), line, False
        elif found["inside"] is not None:
            yield found["inside"], line, False
