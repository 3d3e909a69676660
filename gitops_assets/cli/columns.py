"""Aligned columns for a terminal, without a table library's start-up time."""

import unicodedata
from collections.abc import Sequence

import click


def cells(text: str) -> int:
    """How many terminal cells a text takes (Unicode Standard Annex 11; combining marks take none)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def aligned(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows of plain or styled cells as lines with columns aligned; empty columns vanish."""
    plain = [[click.unstyle(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*plain, strict=True)]
    return [
        gap.join(
            cell + " " * (width - cells(bare))
            for cell, bare, width in zip(row, bare_row, widths, strict=True)
            if width
        ).rstrip()
        for row, bare_row in zip(rows, plain, strict=True)
    ]


def age(seconds: int) -> str:
    """A duration in the one unit a person would say: ``now``, ``5 min``, ``3 h``, ``9 d``, ``2 y``."""
    for unit, size, limit in (("min", 60, 60), ("h", 3600, 48), ("d", 86_400, 730)):
        if seconds < 60:
            return "now"
        if seconds < size * limit:
            return f"{seconds // size} {unit}"
    return f"{seconds // (365 * 86_400)} y"
